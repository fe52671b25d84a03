import CadenceModel

/// Every name that a template may use, in the order of the reference page.
///
/// The table of `docs/templates.md` is compared with this list by a test.
package enum TemplateVariable: String, CaseIterable, Hashable, Sendable {
  case salutation, name
  case firstName = "first_name"
  case company
  case repName = "rep_name"
  case repPhone = "rep_phone"
  case product
  case installedOn = "installed_on"
  case years, person, festival, month, season, city
  case visitDate = "visit_date"
  case visitTime = "visit_time"
  case material

  /// What stands there, in one line, for the reference page.
  package var meaning: String {
    switch self {
    case .salutation: "how one addresses the customer: 王女士, Ms Parker, Anna"
    case .name: "the customer's full name"
    case .firstName: "the customer's given name"
    case .company: "the company's name; belongs into the signature, which every mail has anyway"
    case .repName: "the rep in charge"
    case .repPhone: "the rep's number"
    case .product: "what was installed or asked about"
    case .installedOn: "the day of the installation"
    case .years:
      "full years since the wedding or the installation, with the word: 12年, one year; never an age"
    case .person: "whose birthday it is, as said to the customer: 您母亲, your mother, Emma"
    case .festival: "the festival's name"
    case .month: "the month of the touch: 十一月, November"
    case .season: "the season at the customer's place: 秋天, autumn"
    case .city: "the customer's town"
    case .visitDate: "the day of the announced visit"
    case .visitTime: "the time of the announced visit"
    case .material: "what the customer asked to be sent"
    }
  }

  /// A plausible value in the template's language, for checks before any customer is known.
  package func sample(language: String) -> String {
    let isChinese = LanguageTag.isChinese(language)
    switch self {
    case .salutation: return isChinese ? "欧阳女士" : "Ms Featherstone"
    case .name: return isChinese ? "欧阳明月" : "Anna Featherstone"
    case .firstName: return isChinese ? "明月" : "Anna"
    case .company: return isChinese ? "永安木门" : "Oakfield Doors"
    case .repName: return isChinese ? "毛晓峰" : "Susan Whitfield"
    case .repPhone: return isChinese ? "154 0000 0001" : "+1 555 0100"
    case .product: return isChinese ? "实木复合门" : "interior oak doors"
    case .installedOn: return isChinese ? "2024年10月18日" : "18 October 2024"
    case .years: return isChinese ? "12年" : "12 years"
    case .person: return isChinese ? "您母亲" : "your mother"
    case .festival: return isChinese ? "中秋节" : "Thanksgiving"
    case .month: return isChinese ? "十二月" : "September"
    case .season: return isChinese ? "秋天" : "autumn"
    case .city: return isChinese ? "呼和浩特" : "Manchester"
    case .visitDate: return isChinese ? "11月28日星期六" : "Wednesday 25 November"
    case .visitTime: return isChinese ? "上午10:30" : "10:30"
    case .material: return isChinese ? "木门保养手册" : "the door care booklet"
    }
  }
}
