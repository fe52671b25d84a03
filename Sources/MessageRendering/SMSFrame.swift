package import CadenceModel

/// What a gateway puts or wants around every SMS, and how long it may become.
package struct SMSFrame: Hashable, Sendable {
  /// The registered signature without its brackets 【】; nil: none.
  package var signature: String?
  /// Whether the platform adds 【signature】 itself; it is counted either way.
  package var platformAddsSignature: Bool
  /// What must stand at the end so that the receiver can refuse; nil: nothing.
  package var optOutSuffix: String?
  /// Most segments, from 1.
  package var maxSegments: Int

  /// A frame; nothing around the text and two segments unless said otherwise.
  package init(
    signature: String? = nil, platformAddsSignature: Bool = false, optOutSuffix: String? = nil,
    maxSegments: Int = 2
  ) {
    self.signature = signature
    self.platformAddsSignature = platformAddsSignature
    self.optOutSuffix = optOutSuffix
    self.maxSegments = maxSegments
  }

  /// The frame of a configured gateway; none while SMS go to the outbox only.
  package init(gateway: GatewayDefinition?, maxSegments: Int = 2) {
    self.init(
      signature: gateway?.signature, platformAddsSignature: gateway?.addsSignature ?? false,
      optOutSuffix: gateway?.optOutSuffix, maxSegments: maxSegments)
  }

  private var prefix: String { signature.map { "【\($0)】" } ?? "" }

  private func withSuffix(_ text: String) -> String {
    guard let optOutSuffix, !optOutSuffix.isEmpty else { return text }
    // A Latin suffix such as “Reply STOP to opt out” would stick to the last word.
    let needsSpace = text.last?.isASCII == true && optOutSuffix.first?.isASCII == true
    return text + (needsSpace ? " " : "") + optOutSuffix
  }

  /// The text as the receiver will see it: what is counted and shown.
  package func whole(_ text: String) -> String { prefix + withSuffix(text) }

  /// The text to hand to the gateway.
  package func payload(_ text: String) -> String {
    platformAddsSignature ? withSuffix(text) : whole(text)
  }
}
