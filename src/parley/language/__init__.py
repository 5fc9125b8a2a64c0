"""An article's text to what the machine proposes: actors and statements."""
