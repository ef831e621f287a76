"""Word lists, rules and gazetteers: the data files and their loaders."""
