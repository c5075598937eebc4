"""From a query to documents: leaves, sets of matches, pruning and ranking over the segments of a snapshot."""
