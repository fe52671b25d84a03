import CadenceModel
import RepReporting
import Testing

@Suite struct DigestGoldenTests {
  @Test(arguments: ["zh", "en"])
  func `the morning mail is word for word what the golden file says`(language: String) throws {
    let isChinese = language == "zh"
    let input =
      isChinese
      ? DigestSample.chinese().input("mao", "2026-11-23")
      : DigestSample.english().input("tom", "2026-11-23")
    let page = try DailyDigest.make(input).get().page(input)
    try expectGolden(page.text, "digest-\(language).txt")
    try expectGolden(page.html, "digest-\(language).html")
  }

  @Test func `E7: the evening mail has exactly three lists`() throws {
    let input = DigestSample.chinese().input("mao", "2026-11-20")
    let page = try EveningDigest.make(input).get().page(input)
    #expect(page.parts.count == 3)
    try expectGolden(page.text, "evening-zh.txt")
  }
}
