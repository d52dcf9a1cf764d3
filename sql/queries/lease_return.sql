-- lease_return: give back what worker $1 holds beside the leases $2 that it knows.
SELECT spotter.leases_return($1, $2)
