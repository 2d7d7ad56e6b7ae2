"""The process: reads settings, wires everything, beats."""
