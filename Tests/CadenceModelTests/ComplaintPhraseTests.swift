import CadenceModel
import Testing

@Suite struct ComplaintPhraseTests {
  @Test(arguments: [
    "我要投诉", "门又坏了，没人管", "门关不上了！", "掉漆了，你们质量太差了", "再不来修我就打12315",
    "This door is broken.", "I want to complain", "the lock does not work any more",
    "I'd like my money back",
    "Nobody came on Tuesday as promised", "门板開裂",
  ])
  func `C7: words of an angry customer are heard`(text: String) {
    #expect(ComplaintPhrase.isHeard(in: text))
  }

  @Test(arguments: [
    "", "谢谢，门很好用", "好的，周二见", "请问有没有新款", "放松一下", "退订", "中秋快乐", "Thanks, all is well",
    "See you on Tuesday", "When can you come and measure?", "STOP", "Happy new year to you too",
    "👍",
  ])
  func `C7: other words are not`(text: String) {
    #expect(!ComplaintPhrase.isHeard(in: text))
  }
}
