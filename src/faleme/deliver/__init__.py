"""Send what waits in the outbox of a store: mail, webhooks, files, each by a channel of its own."""
