"""Small made-up files in the layouts that schools have; columns as the vendors name them, pupils that nobody is."""

# ruff: noqa: E501 - the lines are as long as the vendors make them

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from workflows.formats import recognisers
from workflows.formats.patterns import Recogniser

TEMPLATES = Path(__file__).parents[2] / "templates" / "formats"


def known() -> tuple[Recogniser, ...]:
    """The recognisers of the project."""
    return recognisers.load(TEMPLATES)


def rows(*lines: str) -> bytes:
    """A text file from its lines."""
    return ("\n".join(lines) + "\n").encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


MAP_OLD = rows(
    "TermName,DistrictName,SchoolName,MeasurementScale,Discipline,GrowthMeasureYN,TestType,TestName,TestID,TestStartDate,"
    "StudentID,TestRITScore,TestStandardError,TestPercentile,TypicalFallToSpringGrowth",
    "Fall 2012-2013,D,East,Reading,Reading,TRUE,Survey,Reading 2-5,1,9/10/2012,007,201,3.1,55,6",
    "Fall 2012-2013,D,East,Language Usage,Language,TRUE,Survey,Language 2-12,2,9/11/2012,007,203,3.1,60,5",
    "Spring 2012-2013,D,East,Mathematics,Mathematics,TRUE,Survey,Math 2-5,3,5/10/2013,008,211,3.0,48,",
)
MAP_COMBINED = rows(
    "termname,districtname,schoolname,studentid,student_stateid,grade,subject,course,growthmeasureyn,testname,teststartdate,"
    "testritscore,teststandarderror,testpercentile,falltospringconditionalgrowthindex,Teacher Name,Teacher UID,Don't Count,GTx1.5",
    'Spring 2022-2023,D,East,01,S1,13,Mathematics,Math K-12,TRUE,Growth,2023-05-01,160,3,50,-0.35,"Lovelace, Ada",t1,,x',
    'Spring 2022-2023,D,East,02,S2,K,Mathematics,Math K-12,TRUE,Growth,2023-05-01,165,3,61,1.2,"Lovelace, Ada",t1,x,x',
    'Spring 2022-2023,D,East,03,S3,4,Language Arts,Reading,FALSE,Growth,2023-05-01,205,3,61,0.2,"Hopper, Grace",t2,,x',
)
I_READY_2018 = rows(
    "Last Name,First Name,Student ID,Student Grade,Academic Year,School,Subject,Completion Date,Rush Flag,Overall Scale Score,"
    "Overall Placement,Percentile,Quantile Measure,Diagnostic Gain (Note: negative gains=zero)",
    "A,B,0001,K,2018-2019,East,Math,9/4/2018,,350,Level K,40,BR,0",
    "A,B,0001,K,2018-2019,East,Math,5/4/2019,Red,390,Level K,60,100Q,40",
)
STAR_MATH = rows(
    "RenaissanceClientID,SchoolYear,StudentIdentifier,StudentStateID,CurrentGrade,SchoolName,TeacherIdentifier,TeacherFirstName,"
    "TeacherLastName,GroupOrClassName,CompletedDate,AssessmentStatus,DeactivationReason,ScaledScore,UnifiedScore,PercentileRank,"
    "ScreeningPeriodWindowName,StateBenchmarkCategoryName,StateBenchmarkProficient,StudentGrowthPercentileFallSpring",
    "1,2023-2024,011,S1,4,East,t1,Ada,Lovelace,4A,2024-05-02T10:00:00Z,Active,,650,1010,55,Spring,Meets,Yes,71",
    "1,2023-2024,012,S2,4,East,t1,Ada,Lovelace,4A,2024-05-02T10:00:00Z,Deactivated,Left early,300,900,5,Spring,Below,No,",
    "1,2023-2024,013,S3,4,East,t1,Ada,Lovelace,4A,2024-01-20T10:00:00Z,Active,,500,980,35,,Below,No,",
)
DIBELS_NEXT = rows(
    "School Year,School Name,Student Last Name,Student Primary ID,Assessment Grade,Benchmark Period,Official Teacher Name,"
    "Assessment Measure-Composite Score-Levels,Assessment Measure-Composite Score-Score",
    '2017-2018,East,X,0042,1,MOY,"Lovelace, Ada",At or Above Benchmark,140',
    '2017-2018,East,Y,0043,1,EOY,"Lovelace, Ada",Well Below Benchmark,',
)
STAAR_INTERIM = "﻿".encode() + rows(
    "ADMINISTRATION TYPE ,TEST DATE\xa0,CAMPUS-NAME,GRADE LEVEL TESTED,TSDS UID,LOCAL-STUDENT-ID,TEST CODE,Total Scale Score,"
    "PROBABILITY OF ACHIEVING APPROACHES GRADE LEVEL",
    "INT,12012022,East,05,9000000001,0042,I5C,3110,99",
    "INT,12012022,East,05,9000000002,0043,I5C,,99",
    "INT,12012022,East,05,9000000003,0044,I5C,1,99",
)
CAASPP = rows(
    "RecordType^SSID^StudentLastName^CALPADSGrade^GradeAssessed^CALPADSSchoolName^FinalTestedSchoolName^TestStartDate1^"
    "IncludeIndicator^ScaleScore^StandardErrorMeasurement^AchievementLevels^EconomicDisadvantageStatus",
    "01^0000000001^X^04^04^East, the^East, the^2022-04-20^Y^2480^25^3^Y",
    "02^0000000001^X^04^04^East, the^East, the^2022-04-21^Y^2440^24^2^Y",
    "01^0000000002^Y^04^04^East, the^East, the^2022-04-20^N^^^^N",
    "06^0000000003^Z^05^05^East, the^East, the^2022-04-22^Y^210^8^2^N",
)
SBAC = rows(
    "DISTRICT_ID,SCHOOL_NAME,STUDENT_IDENTIFIER,SCHOOL_YEAR,ASSESSMENT_TYPE,ASSESSMENT_SUB_TYPE,ASSESSMENT_NAME,SUBJECT,"
    "GRADE_ASSESSED,COMPLETENESS,ADMINISTRATION_CONDITION,ACHIEVEMENT_LEVEL,SCALE_SCORE,STANDARD_ERROR,CLAIM1_SCALE_SCORE",
    "1,East,0007,2021,Interim,ICA,ELA G3,ELA,03,Complete,SD,3,2450,20,",
    "1,East,0008,2021,Interim,IAB,Fractions,Math,03,Complete,SD,2,2400,30,",
    "1,East,0009,2021,Interim,ICA,ELA G3,ELA,03,Complete,NS,3,2451,20,",
)
SBAC_PORTAL = rows(
    "Student Name,Student ID,Student DOB,Test Duration (Minutes),Test Reason,Test OppNumber,Date Taken,Test Completion Date,"
    "Grade 6 ELA Summative Scale Score,Grade 6 ELA Summative Performance,Narrative: Conventions,",
    "X,s1,01/01/2000,90,Spring 2025-2026 (Summative),Most Recent Assessment,05/01/2026,05/01/2026,2500,Level 2,N/A,",
    "Y,s2,01/01/2000,90,Spring 2025-2026 (Summative),Most Recent Assessment,05/01/2026,05/01/2026,2600,Level 3,N/A,",
)
BEACON = "﻿".encode() + rows(
    "District_Code,School_Code,DRC_Student_ID,State_Student_ID,Academic_Year,Season,Year,Tested_Date,Test_Type,Test,Test_Level,"
    "Student_Grade,Student_Last_Name,DOB,Total_Theta,Total_Scale_Score,Total_Scale_Score_SEM,Total_Achievement_Level",
    "25590,1107,605100,605000,2024-2025,Winter,2024,1/29/2025,FULL,MATHA,7,07,x,01011900,-0.5,452,36,1",
    "25590,1107,605100,605000,2024-2025,Fall,2024,9/24/2024,Testlet,READ,5,05,x,01011900,,,,",
)
STAR_STANDARDS = rows(
    "RenaissanceClientID,SchoolYear,StudentRenaissanceID,StudentIdentifier,AssessmentID,CompletedDate,DomainName,StandardName,"
    "StandardDescription,StandardPercentMastery,StandardMasteryLevel",
    "100,2023-2024,0001,605000,1,2023-08-23T13:07:55.097Z,Meaning,S.1,Cite evidence,74,Developing",
)
MCAS = rows(
    "adminyear,sprp_dis,sprp_sch,sasid,grade,lastname,highneeds,lowincome,EL,IEP,plan504,eteststat,escaleds,eperf2,esgp,mteststat,"
    "mscaleds,mperf2,msgp,escaleds2017,esgp2017",
    "2019,1,0010,1000000001,05,X,N,Y,N,N,N,T,503,M,61,T,488,PM,40,470,12",
    "2019,1,0010,1000000002,05,Y,N,N,N,N,N,NTA,,,,T,515,E,80,500,50",
    "2019,1,0010,1000000003,05,Z,N,N,N,N,N,NTA,,,,NTA,,,,501,51",
)
IAR = rows(
    "StateStudentIdentifier,LocalStudentIdentifier,GradeLevelWhenAssessed,EnglishLearnerEL,ClassName,TestAdministrator,"
    "StaffMemberIdentifier,TestCode,TestStatus,TestAttemptednessFlag,AssessmentYear,Subject,TestScaleScore,"
    "TestCSEMProbableRange,TestPerformanceLevel,StudentGrowthPercentileComparedtoStateCohort",
    "S1,0101,05,N,5A,adm,T9,MAT05,Attempt,Y,2022-2023,Mathematics,752,8,4,66",
    "S2,0102,05,N,5A,adm,T9,ELA05,Assign,N,2022-2023,English Language Arts/Literacy,,,,",
)
CMAS = rows(
    "StateStudentIdentifier,LocalStudentIdentifier,GradeLevelWhenAssessed,ClassName,TestCode,TestStatus,TestAttemptednessFlag,"
    "AssessmentYear,Subject,ResponsibleSchoolName,SS,SSCSEM,PerfLVL,PercentileRank",
    "12345,123,3,T-MAT03,MAT03,Attempt,Y,2022-2023,Mathematics,SCHOOL 1,709,10,2,23",
    "12346,124,3,T-ELA03,ELA03,Attempt,Y,2022-2023,English Language Arts/Literacy,SCHOOL 1,676,14,1,14",
)
CO_GROWTH = rows(
    "SASID,YEAR,SUBJECT,GRADE,SCHOOL_NAME,SCALE_SCORE,PRIOR_YR_SCALE_SCORE,PROFICIENCY_LEVEL,SGP,AGP,INCLUDED_PFWK_CALCS,"
    "EXCLUDED_NO_SGP_YN,CONTINUOUS_SCHOOL",
    "11,2023,MATH,04,East,742,731,3,55,60,Y,N,Y",
    "12,2023,MATH,04,East,760,,4,,,N,Y,Y",
)
WI_FORWARD = rows(
    "WISEID,Last_Name,Grade,School_Name,Enrolled_in_School_FAY,School_Year,ELA_Performance_Level,Scale_Score_ELA,"
    "Math_Performance_Level,Scale_Score_MTH,Science_Performance_Level,Scale_Score_SCN",
    "900001,X,4,East,Y,2022-23,Proficient,610,Basic,540,Advanced,720",
    "900002,Y,4,East,N,2022-23,,,Proficient,600,,",
)
SC_READY = rows(
    "TestAdmin,SchoolID,School,Grade,StateID,LName,ELASS,ELAVSS,ELALev,MathSS,MathVSS,MathLev,SciSS,SciVSS,ELATeachNbr,ELATeachLName,"
    "ELATeachFName,MathTeachNbr,MathTeachLName,MathTeachFName",
    "SP24,1,East,04,0000001,X,,512,3,,480,2,,,T1,Lovelace,Ada,T2,Hopper,Grace",
    "SP24,1,East,04,0000002,Y,,430,1,,,,,,T1,Lovelace,Ada,T2,Hopper,Grace",
)
ISTATION = rows(
    "STUDENT_ID,LNAME,GRADE,CLASS_INSTR,September_SCORE,September_PTILE,September_TIER,September_ADMIN_DATE,January_SCORE,"
    "January_PTILE,January_TIER,January_ADMIN_DATE,DOMAIN_AT_TAKE",
    "100,X,1,Lovelace,335,52,1,9/6/2023,375,58,1,1/11/2024,east.d.org",
    "200,Y,1,Lovelace,,,,,350,44,2,1/11/2024,east.d.org",
    "300,Z,1,Lovelace,,,,,,,,,east.d.org",
)
FL_FAST = rows(
    "Student ID,Student Name,Enrolled School,Enrolled Grade,Test Reason,Date Taken,Grade 3 FAST ELA Reading Scale Score,"
    "Grade 3 FAST ELA Reading Achievement Level,Grade 3 FAST ELA Reading Percentile Rank",
    "FL000000000001,X,East,3,PM3,05/06/2024,210,3,55",
    "FL000000000002,Y,East,3,PM3,05/06/2024,Invalid,,",
)
FL_FAST_9 = rows(
    "STUDENT_ID,SCHOOL_YEAR,FAST_GRADE_9_ELA_READING_SCALE_SCORE,FAST_GRADE_9_ELA_READING_ACHIEVEMENT_LEVEL",
    "0001,2023-2024,240,Level 3",
)
CANVAS = rows(
    "Student,ID,SIS User ID,SIS Login ID,Section,Essay (123),Current Score,Unposted Current Score,Final Score,Unposted Final Score",
    "    Points Possible,,,,,10,(read only),(read only),(read only),(read only)",
    '"X, Y",55,0042,xy,"Period 1 and Period 2",8,80,80,75,75',
    '"Student, Test",99,,testid,Period 1,,,,,',
)
CLASS_ASSIGNMENTS = rows(
    "TermName,DistrictName,SchoolName,StudentID,ClassName,TeacherID,TeacherName",
    'Fall 2021-2022,D,East,007,Math 4,t1,"Lovelace, Ada"',
    'Fall 2021-2022,D,East,007,Homeroom 4B,t2,"Hopper, Grace"',
    "Fall 2021-2022,D,East,008,Art,,",
)
MAP_RESULTS = rows(
    "TermName,SchoolName,StudentID,Subject,Course,GrowthMeasureYN,TestStartDate,TestRITScore,TestPercentile",
    "Fall 2021-2022,East,007,Mathematics,Math K-12,TRUE,09/16/2021,201,50",
    "Fall 2021-2022,East,008,Mathematics,Math K-12,TRUE,09/16/2021,205,55",
)
STUDENTS_BY_SCHOOL = rows(
    "TermName,SchoolName,StudentID,StudentLastName,StudentFirstName,StudentDateOfBirth,StudentEthnicGroup,StudentGender,Grade",
    "Fall 2021-2022,East,007,X,Y,1/1/2012,White,F,4",
    "Fall 2021-2022,East,008,X,Y,1/1/2012,White,F,13",
)
ROSTER = rows(
    "student_id,section,teacher,year,subject",
    "0042,4A,Ada Lovelace,2023-2024,Math",
    "0043,4A,Ada Lovelace,2023-2024,Math",
    "0044,4B,,2023-2024,Math",
)
CROSSWALK = rows("Local ID,State ID,NWEA ID", "0042,9000000001,N1", "0043,,", "0044,9000000003,")
ONEROSTER = packed(
    {
        "manifest.csv": rows("propertyName,value", "oneroster.version,1.1"),
        "orgs.csv": rows("sourcedId,status,dateLastModified,name,type", "s1,active,,East,school"),
        "academicSessions.csv": rows(
            "sourcedId,status,title,type,startDate,endDate,schoolYear",
            "y1,active,2023-24,schoolYear,2023-08-01,2024-06-30,2024",
        ),
        "courses.csv": rows("sourcedId,status,title,subjects", "c1,active,Grade 4 Mathematics,Mathematics"),
        "classes.csv": rows(
            "sourcedId,status,title,grades,courseSourcedId,schoolSourcedId,termSourcedIds,subjects",
            "k1,active,4A Math,04,c1,s1,y1,",
            "k2,active,4B Math,04,c1,s1,y1,Mathematics",
        ),
        "users.csv": rows(
            "sourcedId,status,role,identifier,givenName,familyName,grades",
            "u1,active,student,0042,Secret,Pupil,04",
            "u2,active,student,0043,Secret,Pupil,04",
            "t1,active,teacher,,Ada,Lovelace,",
            "t2,active,teacher,,Grace,Hopper,",
        ),
        "enrollments.csv": rows(
            "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
            "e1,active,,k1,s1,u1,student,false,,",
            "e2,tobedeleted,,k1,s1,u2,student,false,,",
            "e3,active,,k1,s1,t1,teacher,true,,",
            "e4,active,,k1,s1,t2,teacher,false,,",
            "e5,active,,k2,s1,u2,student,false,,",
        ),
    }
)
CDF = packed(
    {
        "2021 Fall/AssessmentResults.csv": MAP_RESULTS,
        "2021 Fall/StudentsBySchool.csv": STUDENTS_BY_SCHOOL,
        "2021 Fall/ClassAssignments.csv": CLASS_ASSIGNMENTS,
    }
)
