"""Speech in running text: quotations, dash dialogue, verbs of saying, their sources, and what is not said."""
