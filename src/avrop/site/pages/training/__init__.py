"""The pages of training: learning, sitting tests, deciding, following and steering."""
