-- lease_list_lost: up to $2 leases of dead workers, as far as worker $1 may judge.
SELECT spotter.leases_lost($1, $2) AS lease_id
