import CadenceModel

/// What the cells of columns with few values were understood as, within one batch.
struct CellCaches: Sendable {
  /// A word that was understood, or not.
  enum Word<Value: Sendable>: Sendable {
    case known(Value)
    case unknown
  }

  var gender = CellCache<Word<Gender>>()
  var consent = CellCache<Word<Bool>>()
  var stage = CellCache<Word<CustomerStage>>()
  var level = CellCache<CustomerLevel>()
  var source = CellCache<(number: UInt16, isListed: Bool)>()
  var language = CellCache<Word<UInt16>>()
  var zone = CellCache<Word<UInt16>>()
  var country = CellCache<Word<(number: UInt16, code: String)>>()
  var state = CellCache<Word<(region: UInt16, zone: UInt16?)>>()
  var rep = CellCache<Word<UInt16>>()
  var channels = CellCache<(set: ChannelSet, unknown: [String])>()
  var callTime = CellCache<CallTimeCell>()
  var area = CellCache<UInt32>()
  var product = CellCache<UInt32>()
  var tags = CellCache<UInt16>()
  /// Joins city and district for ``area``.
  var areaKey: [UInt8] = []
}
