-- workout_any: whether there is any workout, stored or removed.
SELECT EXISTS (SELECT FROM fitness.workouts)
