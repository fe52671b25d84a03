import CadenceModel

/// What stands above a text to be written by hand.
extension ChineseDigestPhrases {
  func paper(_ channel: Channel) -> String {
    channel == .gift ? "附一张手写卡，可以这样写：" : "可以这样写，改成自己的话更好："
  }

  func noPaper() -> String { "备好的文字这位客户都收到过，或缺少资料：请用自己的话写" }
}

extension EnglishDigestPhrases {
  func paper(_ channel: Channel) -> String {
    channel == .gift
      ? "For the card that goes with it:" : "You might write this; your own words are better still:"
  }

  func noPaper() -> String {
    "No text is left for this customer that was not used already: write your own words"
  }
}
