"""Outlook's formats turned into mail: messages, attachment containers and stores."""
