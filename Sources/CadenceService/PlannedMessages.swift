import CadenceModel

/// What the present plan says of messages that are not journalled yet, by touch and by customer.
struct PlannedMessages {
  private var touches: [TouchID: PlannedTouch] = [:]
  /// The touches of each customer, by index into the roster.
  private var ids: [Int32: [TouchID]] = [:]

  /// How many there are.
  var count: Int { touches.count }
  /// The touches, in no order.
  var keys: Dictionary<TouchID, PlannedTouch>.Keys { touches.keys }
  /// What is planned, in no order.
  var values: Dictionary<TouchID, PlannedTouch>.Values { touches.values }

  /// What is planned as a touch; nil when nothing is.
  subscript(id: TouchID) -> PlannedTouch? { touches[id] }

  /// The touches of a customer.
  func ids(of customer: Int32) -> [TouchID] { ids[customer] ?? [] }

  /// Adds a touch, or says something new of it.
  mutating func insert(_ id: TouchID, _ touch: PlannedTouch) {
    if touches.updateValue(touch, forKey: id) == nil { ids[touch.customer, default: []].append(id) }
  }

  /// Takes a touch out; nil when it is not there.
  @discardableResult
  mutating func remove(_ id: TouchID) -> PlannedTouch? {
    guard let touch = touches.removeValue(forKey: id) else { return nil }
    ids[touch.customer]?.removeAll { $0 == id }
    if ids[touch.customer]?.isEmpty == true { ids[touch.customer] = nil }
    return touch
  }
}
