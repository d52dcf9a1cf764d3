-- 0001 tables (up)
--
-- A job's payload is written once and never moves; what moves is a narrow row about it:
--
--     job ──enqueue──▶ ready ──claim──▶ lease ──settle──▶ outcome
--                        ▲                                   │
--                        └── retry, release, rescue, requeue ┘
--
-- Locks     none that anybody could wait for: everything here is new.
-- Deploy    before the program.
-- Reverse   0001_tables.down.sql; drops every job.

-- No CACHE: ids must grow from one answered request to the next, through whichever connection,
-- because a newer save of the same workout is recognised by its higher job id.
CREATE SEQUENCE spotter.job_id_seq AS bigint;

-- What to do. Written once. Partitioned by id, so that old jobs can be dropped by the partition;
-- the default partition takes whatever no other partition wants.
CREATE TABLE spotter.job (
    id           bigint      NOT NULL DEFAULT nextval('spotter.job_id_seq'),
    kind         text        NOT NULL,
    args         jsonb       NOT NULL,
    queue        text        NOT NULL,
    priority     smallint    NOT NULL,
    run_at       timestamptz NOT NULL,
    max_attempts smallint    NOT NULL,
    key          text,
    tags         text[]      NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT job_pkey PRIMARY KEY (id),
    CONSTRAINT job_kind_length CHECK (length(kind) BETWEEN 1 AND 100),
    CONSTRAINT job_args_is_object CHECK (jsonb_typeof(args) = 'object'),
    CONSTRAINT job_queue_length CHECK (length(queue) BETWEEN 1 AND 100),
    CONSTRAINT job_run_at_is_finite CHECK (isfinite(run_at)),
    CONSTRAINT job_max_attempts_in_range CHECK (max_attempts BETWEEN 1 AND 1000),
    CONSTRAINT job_key_length CHECK (octet_length(key) BETWEEN 1 AND 1024)
) PARTITION BY RANGE (id);
CREATE TABLE spotter.job_default PARTITION OF spotter.job DEFAULT;
ALTER SEQUENCE spotter.job_id_seq OWNED BY spotter.job.id;

-- "This job may be claimed from run_at on, as attempt n." Inserted and deleted, never updated.
--   failures  how much of max_attempts is spent; a requeue starts again at 0
--   deaths    how many workers died while they ran this job; such a job is claimed alone
CREATE TABLE spotter.ready (
    job_id   bigint      NOT NULL,
    attempt  integer     NOT NULL,
    failures integer     NOT NULL DEFAULT 0,
    deaths   smallint    NOT NULL DEFAULT 0,
    kind     text        NOT NULL,
    queue    text        NOT NULL,
    priority smallint    NOT NULL,
    run_at   timestamptz NOT NULL
) WITH (
    -- Rows live for moments: vacuum by count, not by share, and without naps.
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000,
    autovacuum_vacuum_cost_delay = 0
);
-- The only way to find a ready row, for claims and for look-ups by id alike: the view spotter.jobs
-- knows all four values of a waiting job, so no second index has to be kept up.
CREATE UNIQUE INDEX ready_due_idx ON spotter.ready (queue, priority, run_at, job_id);
CREATE INDEX ready_suspect_idx ON spotter.ready (run_at) WHERE deaths > 0;

-- One claimed batch. Deleted when each of its jobs has an outcome. deaths belongs to the batch as a
-- whole: a job that saw a worker die is claimed alone.
CREATE TABLE spotter.lease (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    worker_id  bigint      NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    job_ids    bigint[]    NOT NULL,
    attempts   integer[]   NOT NULL,
    failures   integer[]   NOT NULL,
    deaths     smallint    NOT NULL DEFAULT 0,
    CONSTRAINT lease_arrays_match CHECK (
        cardinality(job_ids) = cardinality(attempts)
        AND cardinality(job_ids) = cardinality(failures)),
    CONSTRAINT lease_suspect_is_alone CHECK (deaths = 0 OR cardinality(job_ids) = 1)
) WITH (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_cost_delay = 0
);
CREATE INDEX lease_worker_idx ON spotter.lease (worker_id);

-- One attempt's end. Its primary key is the fence: an attempt has one outcome, and whoever comes
-- second rolls back, effect included. started_at is null where a job was ended before it ran.
CREATE TABLE spotter.outcome (
    job_id      bigint      NOT NULL,
    attempt     integer     NOT NULL,
    state       text        NOT NULL,
    worker_id   bigint,
    started_at  timestamptz,
    finished_at timestamptz NOT NULL,
    retry_at    timestamptz,
    error_code  text,
    error       text,
    CONSTRAINT outcome_pkey PRIMARY KEY (job_id, attempt),
    CONSTRAINT outcome_state_known CHECK (state IN (
        'completed', 'retry', 'failed', 'released', 'snoozed', 'cancelled', 'lost')),
    CONSTRAINT outcome_retry_has_time CHECK (
        (retry_at IS NOT NULL) = (state IN ('retry', 'released', 'snoozed', 'lost'))),
    CONSTRAINT outcome_error_length CHECK (octet_length(error) <= 16384)
) PARTITION BY RANGE (job_id);
CREATE TABLE spotter.outcome_default PARTITION OF spotter.outcome DEFAULT;
CREATE INDEX outcome_failed_idx ON spotter.outcome (finished_at, job_id) WHERE state = 'failed';
CREATE INDEX outcome_cancelled_idx ON spotter.outcome (finished_at, job_id)
    WHERE state = 'cancelled';

-- One process incarnation; never reused, because host names and process ids repeat.
--   lease         how long it counts as alive after its last heartbeat
--   steady_since  heartbeats have come without a gap since then
--   idle          it found nothing to claim and wants to be woken
CREATE TABLE spotter.worker (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text        NOT NULL,
    release      text        NOT NULL,
    queues       text[],
    kinds        text[]      NOT NULL,
    concurrency  integer     NOT NULL,
    lease        interval    NOT NULL,
    started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    heartbeat_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    steady_since timestamptz NOT NULL DEFAULT clock_timestamp(),
    idle         boolean     NOT NULL DEFAULT false,
    ended_at     timestamptz,
    end_reason   text,
    CONSTRAINT worker_lease_in_range CHECK (lease BETWEEN '1 second' AND '1 hour'),
    CONSTRAINT worker_end_has_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
CREATE INDEX worker_alive_idx ON spotter.worker (id) WHERE ended_at IS NULL;

-- A queue's switch. A queue needs no row until somebody pauses it.
CREATE TABLE spotter.queue (
    name         text        PRIMARY KEY,
    paused_at    timestamptz,
    paused_by    text,
    pause_reason text,
    CONSTRAINT queue_name_length CHECK (length(name) BETWEEN 1 AND 100)
);

-- Idempotency keys. Kept apart from jobs and longer than they are: final_state is what retention
-- noted when it deleted the job.
CREATE TABLE spotter.key (
    kind        text        NOT NULL,
    key         text        NOT NULL,
    job_id      bigint      NOT NULL,
    digest      bytea,
    created_at  timestamptz NOT NULL DEFAULT now(),
    final_state text,
    PRIMARY KEY (kind, key)
);

-- Admins' acts: who did what to which job, when and why. An act with a run_at made a job due again
-- after that attempt; an attempt can be followed by one such act only, which is what makes a
-- requeue happen once however often it is asked for.
CREATE TABLE spotter.act (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id  bigint,
    attempt integer,
    action  text        NOT NULL,
    run_at  timestamptz,
    actor   text        NOT NULL,
    reason  text        NOT NULL,
    source  text        NOT NULL,
    queue   text,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT act_has_subject CHECK ((job_id IS NULL) <> (queue IS NULL)),
    CONSTRAINT act_reason_length CHECK (octet_length(reason) <= 4096),
    CONSTRAINT act_actor_length CHECK (octet_length(actor) BETWEEN 1 AND 255)
);
CREATE UNIQUE INDEX act_due_again_once ON spotter.act (job_id, attempt) WHERE run_at IS NOT NULL;
CREATE INDEX act_job_idx ON spotter.act (job_id, id);
