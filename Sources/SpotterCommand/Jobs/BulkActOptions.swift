import ArgumentParser

/// On which jobs to act, why, and whether to ask first.
struct BulkActOptions: ParsableArguments {
    static let discussion = """
        Several jobs at once: shows how many it would touch and asks. --yes goes on without \
        asking; without a terminal and without --yes nothing is done. --reason is kept with each job, \
        with the time and who did it (SPOTTER_ACTOR, else the system's user and host). Goes in \
        transactions of a hundred jobs and tries again while the database is away; repeating it \
        is always safe. The exit code is 1 if one of the ids does not exist or is in a state that \
        does not allow it; the others are done.
        """

    @Argument(help: "Ids of jobs; instead of a filter.")
    var ids: [JobID] = []

    @OptionGroup(title: "Filter") var filter: JobFilterOptions

    @Flag(help: "Every job in a state that allows it; instead of a filter.")
    var all = false

    @Option(help: "Why; kept with each job. Has to be given for more than one job.")
    var reason: String?

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Only show how many jobs there are and some of them.")
    var dryRun = false

    @OptionGroup var output: OutputOptions

    /// Whether this may concern more than one job.
    var isBulk: Bool { Set(ids).count != 1 }

    func validate() throws {
        guard ids.isEmpty || (filter.isEmpty && !all) else {
            throw ValidationError("Give ids or a filter, not both.")
        }
        guard !ids.isEmpty || !filter.isEmpty || all else {
            throw ValidationError(
                "Without ids and without a filter this would concern every job; say so with --all.")
        }
        if let reason, !(1...4096).contains(reason.utf8.count) {
            throw ValidationError("--reason has to be 1 to 4096 bytes.")
        }
    }
}
