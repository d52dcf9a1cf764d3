/// A place in a JSON document, written as RFC 6901 says.
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    package private(set) var description: String

    /// The whole document.
    package init() { description = "" }

    /// The member `key` of the object at this place.
    package func member(_ key: String) -> JSONPointer {
        var next = self
        next.description += "/"
        for scalar in key.unicodeScalars {
            switch scalar {
            case "~": next.description += "~0"
            case "/": next.description += "~1"
            default: next.description.unicodeScalars.append(scalar)
            }
        }
        return next
    }

    /// The element `index`, counted from zero, of the array at this place.
    package func element(_ index: Int) -> JSONPointer {
        var next = self
        next.description += "/\(index)"
        return next
    }
}
