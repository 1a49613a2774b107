"""What somebody who adds or mends a source works with; the Makefile names its commands."""
