"""Link reports of one happening into one incident; the first step that looks at more than one article."""
