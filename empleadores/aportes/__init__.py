"""What an employer contributed: month by month and worker by worker, however many they are."""
