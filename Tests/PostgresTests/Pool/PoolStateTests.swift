import Testing

@testable import Postgres

@Suite("the pool's state")
struct PoolStateTests {
    private final class Item: Sendable {}

    private typealias State = PoolState<Item, Int>

    private func makeState(size: Int = 2, waitersMax: Int = 4) -> State {
        State(
            size: size, waitersMax: waitersMax, idleMax: .seconds(300),
            backoff: Backoff(initial: .milliseconds(500), maximum: .seconds(2)))
    }

    private let now = ContinuousClock.now

    @Test("opens one connection for each caller, never more than its size")
    func opens() {
        var state = makeState()
        let counts = (1...4).map { state.enqueue(id: $0, $0, now: now).connects.count }
        #expect(counts == [1, 1, 0, 0])
        let first = state.connected(Item(), now: now)
        #expect(first.grants.map(\.0) == [1])
        #expect(first.connects.isEmpty)
        #expect(state.open == 1)
        #expect(state.connecting == 1)
    }

    @Test("hands a returned connection to the first in line")
    func handsOn() {
        var state = makeState(size: 1)
        _ = state.enqueue(id: 1, 1, now: now)
        let item = Item()
        _ = state.connected(item, now: now)
        _ = state.enqueue(id: 2, 2, now: now)
        _ = state.enqueue(id: 3, 3, now: now)
        #expect(state.abandon(id: 2, PostgresError(.cancelled)).refusals.map(\.0) == [2])
        let actions = state.release(item, isReusable: true, now: now)
        #expect(actions.grants.map(\.0) == [3])
        #expect(actions.grants.first?.1 === item)
        #expect(state.take() == nil)
    }

    @Test("closes what is not reusable and opens another for those in line")
    func replaces() {
        var state = makeState(size: 1)
        _ = state.enqueue(id: 1, 1, now: now)
        let item = Item()
        _ = state.connected(item, now: now)
        _ = state.enqueue(id: 2, 2, now: now)
        let actions = state.release(item, isReusable: false, now: now)
        #expect(actions.close.count == 1)
        #expect(actions.connects == [.zero])
    }

    @Test("tries one by one after a failure, each time later, and at once after a success")
    func backsOff() {
        var state = makeState(size: 4, waitersMax: 100)
        for id in 1...4 { _ = state.enqueue(id: id, id, now: now) }
        #expect(state.connecting == 4)
        let failure = PostgresError(.connectionFailed, message: "refused")
        for left in [3, 2, 1] {
            #expect(state.failed(failure, now: now).connects.isEmpty)
            #expect(state.connecting == left)
        }
        let retry = state.failed(failure, now: now)
        #expect(retry.connects.count == 1)
        #expect((retry.connects.first ?? .zero) >= .seconds(1))
        #expect((retry.connects.first ?? .zero) <= .seconds(2))
        #expect(state.enqueue(id: 5, 5, now: now).connects.isEmpty)
        let success = state.connected(Item(), now: now)
        #expect(success.grants.map(\.0) == [1])
        #expect(success.connects == [.zero, .zero, .zero])
    }

    @Test("does not connect for nobody")
    func nobodyWaits() {
        var state = makeState()
        _ = state.enqueue(id: 1, 1, now: now)
        _ = state.abandon(id: 1, PostgresError(.cancelled))
        #expect(state.failed(PostgresError(.connectionFailed), now: now).connects.isEmpty)
        #expect(state.connecting == 0)
    }

    @Test("closes connections that nobody has used for long, and uses the latest first")
    func idleTooLong() {
        var state = makeState()
        let (old, new) = (Item(), Item())
        for id in 1...2 { _ = state.enqueue(id: id, id, now: now) }
        _ = state.connected(old, now: now)
        _ = state.connected(new, now: now)
        _ = state.release(old, isReusable: true, now: now)
        _ = state.release(new, isReusable: true, now: now)
        #expect(state.take() === new)
        let later = now.advanced(by: .seconds(301))
        let actions = state.release(new, isReusable: true, now: later)
        #expect(actions.close.count == 1)
        #expect(actions.close.first === old)
        #expect(state.open == 1)
    }

    @Test("a full line, and a closed pool, refuse")
    func refuses() {
        var state = makeState(size: 1, waitersMax: 1)
        _ = state.enqueue(id: 1, 1, now: now)
        #expect(state.enqueue(id: 2, 2, now: now).refusals.first?.1.code == .poolTimeout)
        let actions = state.shutDown()
        #expect(actions.refusals.map(\.0) == [1])
        #expect(state.enqueue(id: 3, 3, now: now).refusals.first?.1.code == .poolClosed)
        #expect(state.awaitDrained(id: 4, 4).drained.isEmpty)
        let late = state.connected(Item(), now: now)
        #expect(late.close.count == 1)
        #expect(late.drained == [4])
    }
}
