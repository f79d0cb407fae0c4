"""Of lxml only its etree is used, whose own hook brings what that needs."""
