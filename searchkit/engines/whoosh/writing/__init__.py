"""From documents to segments: accepting, building, merging, and the commit that makes them visible."""
