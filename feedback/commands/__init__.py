"""The parts of the `klankbord` command, a file per noun."""
