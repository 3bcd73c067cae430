"""Parts of documents: one module per matter, one section per shape of measurement."""
