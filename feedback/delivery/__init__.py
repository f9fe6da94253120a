"""Publications brought to others: files to a folder, SFTP or S3, and webhooks."""
