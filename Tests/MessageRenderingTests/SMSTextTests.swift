import MessageRendering
import Testing

struct SMSTextTests {
  @Test(arguments: [
    ("", "GSM-7", 0, 1), ("a", "GSM-7", 1, 1), ("€", "GSM-7", 2, 1), ("ç", "UCS-2", 1, 1),
    ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ", "GSM-7", 31, 1), ("^{}\\[~]|\u{0C}", "GSM-7", 18, 1),
    ("`", "UCS-2", 1, 1), ("e\u{301}", "UCS-2", 2, 1), ("👨‍👩‍👧", "UCS-2", 8, 1),
    ("\r\n", "GSM-7", 2, 1),
  ])
  func `short texts are counted by the alphabet they need`(
    text: String, encoding: String, units: Int, segments: Int
  ) {
    let length = SMSText(text)
    #expect(length.encoding.rawValue == encoding)
    #expect(length.units == units)
    #expect(length.segments == segments)
  }

  @Test(arguments: [
    (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4),
  ])
  func `GSM-7 holds 160 septets alone and 153 joined`(count: Int, segments: Int) {
    #expect(SMSText(String(repeating: "a", count: count)).segments == segments)
  }

  @Test(arguments: [(70, 1), (71, 2), (134, 2), (135, 3), (160, 3), (201, 3), (202, 4)])
  func `UCS-2 holds 70 units alone and 67 joined`(count: Int, segments: Int) {
    #expect(SMSText(String(repeating: "字", count: count)).segments == segments)
  }

  @Test func `a euro sign that would straddle septet 153 moves to the next segment`() {
    let head = String(repeating: "a", count: 152)
    // 152 + 2 + 152 = 306 septets would fill two segments if the pair could be split.
    let text = head + "€" + String(repeating: "a", count: 152)
    #expect(SMSText(text).units == 306)
    #expect(SMSText(text).segments == 3)
    #expect(SMSText(String(repeating: "a", count: 158) + "€").segments == 1)
    #expect(SMSText(String(repeating: "a", count: 159) + "€").segments == 2)
  }

  @Test func `an emoji that would straddle unit 67 moves to the next segment`() {
    let text = String(repeating: "字", count: 66) + "😀" + String(repeating: "字", count: 66)
    #expect(SMSText(text).units == 134)
    #expect(SMSText(text).segments == 3)
    #expect(SMSText(String(repeating: "字", count: 68) + "😀").segments == 1)
    #expect(SMSText(String(repeating: "字", count: 69) + "😀").segments == 2)
  }

  @Test func `twenty flags take eighty units`() {
    let flags = String(repeating: "🇨🇳", count: 20)
    #expect(SMSText(flags).units == 80)
    #expect(SMSText(flags).segments == 2)
  }

  @Test func `signature and opt-out suffix are counted and handed over as the platform wants`() {
    var frame = SMSFrame(signature: "永安木门", optOutSuffix: "拒收请回复R")
    #expect(frame.whole("您好") == "【永安木门】您好拒收请回复R")
    #expect(frame.payload("您好") == frame.whole("您好"))
    frame.platformAddsSignature = true
    #expect(frame.payload("您好") == "您好拒收请回复R")
    #expect(SMSText(frame.whole(String(repeating: "字", count: 58))).segments == 1)
    #expect(SMSText(frame.whole(String(repeating: "字", count: 59))).segments == 2)
  }

  @Test func `a Latin suffix keeps a space before it`() {
    let frame = SMSFrame(optOutSuffix: "Reply STOP to opt out")
    #expect(frame.whole("Hello.") == "Hello. Reply STOP to opt out")
    #expect(frame.whole("您好") == "您好Reply STOP to opt out")
  }
}
