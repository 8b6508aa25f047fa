"""What the program promises on each system, tried here with the system as a parameter."""
