"""What is installed: telephone systems, the files beside the code, and the program itself."""
