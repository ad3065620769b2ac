"""The conformance kit that adapters, ours and others', are held to."""
