import CadenceModel
internal import Crypto
import FoundationEssentials

/// The pages behind an opt-out link: one question, one button, one answer, and no script.
struct OptOutPage {
  let site: WebSite

  private var isChinese: Bool { LanguageTag.isChinese(site.language) }

  /// Asks; the button's POST is the very body of RFC 8058.
  var question: String {
    let form = """
      <form method="post"><button name="List-Unsubscribe" value="One-Click">\
      \(isChinese ? "不再接收邮件" : "Stop these emails")</button></form>
      """
    return isChinese
      ? page("退订邮件", "点一下按钮，我们就不再给您发邮件。不需要登录，也不用填写任何内容。", form)
      : page(
        "Unsubscribe",
        "One press, and we send you no more emails. No login, nothing to fill in.", form)
  }

  /// Says that it is done.
  var done: String {
    isChinese
      ? page("已经退订", "我们不会再给您发邮件。以后想恢复，告诉我们一声就行。", "")
      : page(
        "You are unsubscribed",
        "We will not email you again. If you change your mind, just tell us.", "")
  }

  /// For every link that is not good, whatever is wrong with it.
  var notFound: String {
    isChinese
      ? page("链接无效", "这个链接不完整或已过期。请直接回复我们发给您的邮件，写“退订”即可。", "")
      : page(
        "This link does not work",
        "It is incomplete or has expired. Please reply “unsubscribe” to any of our emails.", "")
  }

  /// It could not be written down; the button may be pressed again.
  var later: String {
    isChinese
      ? page("暂时无法处理", "请过几分钟再试一次。", "")
      : page("That did not work just now", "Please try again in a few minutes.", "")
  }

  private func page(_ title: String, _ text: String, _ form: String) -> String {
    let company = Self.escaped(site.company)
    return """
      <!doctype html>
      <html lang="\(isChinese ? "zh-CN" : "en")">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex"><title>\(title) · \(company)</title>
      <style>\(Self.style)</style></head>
      <body><main><p class="who">\(company)</p><h1>\(title)</h1><p>\(text)</p>\(form)</main></body>
      </html>

      """
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// Readable on a phone and in the dark; colours of at least 4.5 to 1.
  static let style = """
    :root{color-scheme:light dark}*{box-sizing:border-box}\
    body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;\
    padding:1.25rem;background:#f4f5f7;color:#1c1e21;\
    font:1.0625rem/1.6 system-ui,-apple-system,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}\
    main{width:100%;max-width:26rem;background:#fff;border-radius:14px;padding:1.75rem 1.5rem;\
    box-shadow:0 1px 3px rgba(0,0,0,.12)}.who{margin:0 0 .75rem;color:#5a6069;font-size:.9375rem}\
    h1{margin:0 0 .5rem;font-size:1.375rem;line-height:1.3}p{margin:0 0 1.25rem}p:last-child{margin-bottom:0}\
    form{margin:0}button{width:100%;min-height:3rem;border:0;border-radius:10px;background:#0b5cad;color:#fff;\
    font:inherit;font-weight:600;cursor:pointer}button:focus-visible{outline:3px solid #7db4ea;outline-offset:2px}\
    @media(prefers-color-scheme:dark){body{background:#14161a;color:#e8eaed}main{background:#1f2227}\
    .who{color:#a7adb6}button{background:#2a74c4}}
    """

  /// What the content security policy lets through as style.
  static let styleHash = Data(SHA256.hash(data: Array(style.utf8))).base64EncodedString()
}
