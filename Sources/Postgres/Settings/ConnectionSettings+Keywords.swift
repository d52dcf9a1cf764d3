extension ConnectionSettings {
    /// The keywords for libpq, one dictionary for each attempt in order.
    ///
    /// libpq knows no time limit per host, so a first host that swallows packets would use up all
    /// the time there is. We therefore try hosts one by one, each with its share of the time. Only
    /// `prefer-standby` needs libpq's own two rounds over all hosts.
    var attempts: [[String: String]] {
        let all = keywords
        let names = Self.list(given["host"]) ?? []
        let addresses = Self.list(given["hostaddr"]) ?? []
        let ports = Self.list(given["port"]) ?? []
        let count = max(names.count, addresses.count)
        guard count > 1, all["target_session_attrs"] != "prefer-standby" else { return [all] }
        // Lists that do not match are libpq's to complain about.
        guard names.isEmpty || names.count == count,
            addresses.isEmpty || addresses.count == count,
            ports.count <= 1 || ports.count == count
        else { return [all] }
        return (0..<count).map { index in
            var one = all
            if !names.isEmpty { one["host"] = names[index] }
            if !addresses.isEmpty { one["hostaddr"] = addresses[index] }
            if ports.count > 1 { one["port"] = ports[index] }
            return one
        }
    }

    /// What the URI says, and our defaults for what it leaves open.
    private var keywords: [String: String] {
        var keywords = Self.defaults
        if hosts.count > 1 { keywords["target_session_attrs"] = "read-write" }
        keywords.merge(given) { _, fromURI in fromURI }
        keywords["application_name"] = Self.cut(applicationName, bytes: 63)
        if !pooler {
            let own = given["options"]
            let ours = sessionOptions(besides: own ?? "")
            let options = [own, ours].compactMap(\.self).filter { !$0.isEmpty }
            if !options.isEmpty { keywords["options"] = options.joined(separator: " ") }
        }
        return keywords
    }

    /// Keepalives notice a peer that is gone while we only wait (10 + 3 × 5 s), `tcp_user_timeout`
    /// one that is gone while we send (15 s instead of the kernel's 15 minutes).
    ///
    /// Kerberos is not loaded unless asked for.
    private static let defaults = [
        "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
        "tcp_user_timeout": "15000", "gssencmode": "disable", "client_encoding": "UTF8",
    ]

    private func sessionOptions(besides own: String) -> String {
        (sessionSettings + Self.guarantees)
            .filter { !own.contains($0.name) }
            .map { "-c \($0.name)=\($0.value.replacing(" ", with: "\\ "))" }
            .joined(separator: " ")
    }

    /// What our statements count on, whatever an administrator has set for the role: that a commit
    /// is flushed, and that each statement sees what was committed before it.
    private static let guarantees = [
        (name: "synchronous_commit", value: "on"),
        (name: "default_transaction_isolation", value: "read committed"),
    ]

    /// The run-time settings of each session.
    var sessionSettings: [(name: String, value: String)] {
        let times = [
            ("statement_timeout", statementTimeout), ("lock_timeout", lockTimeout),
            ("idle_in_transaction_session_timeout", idleInTransactionTimeout),
        ]
        return times.compactMap { name, time in
            time.map { (name, String(Self.milliseconds($0))) }
        } + [("TimeZone", "UTC")]
    }

    /// At least one: zero would mean no limit.
    private static func milliseconds(_ time: Duration) -> Int64 {
        let (seconds, attoseconds) = time.components
        let bounded = min(max(0, seconds), 2_000_000)
        return max(1, bounded * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    private static func cut(_ text: String, bytes: Int) -> String {
        var text = text.filter { $0 != "\0" }
        while text.utf8.count > bytes { text.removeLast() }
        return text
    }
}
