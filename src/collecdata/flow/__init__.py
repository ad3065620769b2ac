"""Where the rooms meet: detect, lots, plan, split, order, finish, commit."""
