"""What a moderator needs beside an editor: schemas, skeletons, a look at a card, a table of what is covered."""
