"""The API of capacity building: trainings with their places, needs assessments, mentors."""
