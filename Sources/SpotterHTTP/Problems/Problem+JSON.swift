extension Problem {
    /// The answer to a body that was refused: 400 when it is not JSON, otherwise 422 with the
    /// place.
    package init(_ error: JSONError) {
        switch error.code {
        case .syntax: self.init(.notJSON, error.description)
        case .duplicateKey: self.init(.duplicateKey, error.reason, pointer: error.pointer)
        case .nulCharacter: self.init(.nulCharacter, error.reason, pointer: error.pointer)
        case .numberOutOfRange: self.init(.numberOutOfRange, error.reason, pointer: error.pointer)
        case .numberTooLong: self.init(.numberTooLong, error.reason, pointer: error.pointer)
        case .tooDeep: self.init(.tooDeep, error.reason, pointer: error.pointer)
        }
    }
}
