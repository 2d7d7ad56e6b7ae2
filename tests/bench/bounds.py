"""What must hold: docs/benchmarks.md says how each figure is measured."""

AT_MOST = {
    "ack.ratio_p99": 3.0,
    "ack.slowest_200_s": 2.5,
    "ack.errors_200": 0.0,
    "lanes.ratio": 1.1,
    "cues.p99_late_s_10": 2.0,
    "cues.p99_late_s_1000": 2.0,
    "ready_s": 2.0,
    "idle_mb": 150.0,
    "idle_pandas": 0.0,
    "files.inspect_ratio": 1.5,
    "files.import_ratio": 3.0,
    "files.import_mb": 1024.0,
    "files.inspect_growth": 1.5,
    "files.import_growth": 1.5,
    "files.sheet_ratio": 2.0,
    "intake.whole_mb": 1024.0,
    "page.first_paint_s": 1.0,
    "page.click_p95_ms": 200.0,
    "page.long_tasks_500": 0.0,
    "brightspots.whole_to_read": 3.0,
    "plan.idle_statements": 5.0,
    "home.p95_ms": 300.0,
    "hostile.unsigned_ms": 50.0,
    "hostile.unsigned_mb": 5.0,
    "hostile.healthz_ms": 100.0,
    "hostile.other_form_s": 1.0,
    "plan.idle_s_50000": 0.1,
    "brightspots.peak_gigabytes": 1.5,
}
AT_LEAST = {
    "drain.per_second_2": 300.0,
    "claims_per_second": 2000.0,
    "plan.cycles_per_second": 2000.0,
}


def broken(figures: dict[str, float]) -> list[str]:
    """Say which of the measured figures break their bound; a figure that wasn't measured breaks none."""
    high = [f"{name} is {figures[name]:g}, at most {most:g}" for name, most in AT_MOST.items() if _over(figures, name)]
    low = [
        f"{name} is {figures[name]:g}, at least {least:g}"
        for name, least in AT_LEAST.items()
        if figures.get(name, least) < least
    ]
    return high + low


def _over(figures: dict[str, float], name: str) -> bool:
    return figures.get(name, AT_MOST[name]) > AT_MOST[name]
