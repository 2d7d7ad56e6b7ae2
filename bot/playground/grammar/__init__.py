"""What Slack takes: blocks, elements, surfaces and their limits."""
