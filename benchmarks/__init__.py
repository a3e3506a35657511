"""Speed and memory, as ratios to well-kept matchers in the same run: `python -m benchmarks.reading`."""
