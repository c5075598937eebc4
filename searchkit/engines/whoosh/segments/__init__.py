"""An opened segment: columns, lists of postings, streams, stretches of speech; mapped, read as asked."""
