/// Countries, their states and zones, as customer files name them.
enum PlaceNames {
  /// ISO 3166 code of a country by code or name; nil for what is not understood.
  static func country(_ text: String) -> String? {
    let word = CategoryNames.key(text)
    if word.utf8.count == 2, word.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) {
      return word == "uk" ? "GB" : word.uppercased()
    }
    return names[word]
  }

  private static let names: [String: String] = [
    "中国": "CN", "中国大陆": "CN", "中华人民共和国": "CN", "china": "CN", "prc": "CN", "chn": "CN",
    "people's republic of china": "CN", "mainland china": "CN",
    "美国": "US", "usa": "US", "u.s.": "US", "u.s.a.": "US", "united states": "US",
    "united states of america": "US",
    "加拿大": "CA", "canada": "CA",
    "英国": "GB", "united kingdom": "GB", "great britain": "GB", "gbr": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "爱尔兰": "IE", "ireland": "IE", "republic of ireland": "IE",
    "澳大利亚": "AU", "澳洲": "AU", "australia": "AU",
    "新西兰": "NZ", "new zealand": "NZ",
    "新加坡": "SG", "singapore": "SG",
    "香港": "HK", "中国香港": "HK", "hong kong": "HK", "hong kong sar": "HK",
    "澳门": "MO", "中国澳门": "MO", "macao": "MO", "macau": "MO",
    "台湾": "TW", "中国台湾": "TW", "taiwan": "TW",
    "马来西亚": "MY", "malaysia": "MY",
  ]

  /// A state's holiday code and usual zone.
  struct State: Sendable {
    /// The code of the holiday files; empty where they do not tell it apart.
    var region = ""
    /// The zone in which most of its people live; nil where the country's does.
    var zone: String?
  }

  /// Whether states of the country are told apart.
  static func hasStates(country: String) -> Bool { states[country] != nil }

  /// What is known of a state or province, by name or code.
  static func state(_ text: String, country: String) -> State? {
    guard let table = states[country] else { return nil }
    let word = CategoryNames.key(text)
    if let state = table.byName[word] { return state }
    return table.byName.values.first { !$0.region.isEmpty && $0.region.lowercased() == word }
  }

  /// The zone of a country that has one for nearly everybody; nil elsewhere.
  static func zone(country: String) -> String? {
    switch country {
    case "CN": "Asia/Shanghai"
    case "HK": "Asia/Hong_Kong"
    case "MO": "Asia/Macau"
    case "TW": "Asia/Taipei"
    case "SG": "Asia/Singapore"
    case "MY": "Asia/Kuala_Lumpur"
    case "GB": "Europe/London"
    case "IE": "Europe/Dublin"
    case "NZ": "Pacific/Auckland"
    default: nil
    }
  }

  /// The states of one country by lower-case name.
  private struct Table: Sendable {
    var byName: [String: State] = [:]

    /// Lines `name|CODE|zone`, the zone left out where it is the one above.
    init(_ lines: String) {
      var zone: String?
      for line in lines.split(separator: "\n") {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false)
        if parts.count > 2, !parts[2].isEmpty { zone = String(parts[2]) }
        let state = State(region: parts.count > 1 ? String(parts[1]) : "", zone: zone)
        byName[parts[0].lowercased()] = state
      }
    }
  }

  private static let states: [String: Table] = [
    "US": Table(unitedStates), "CA": Table(canada), "AU": Table(australia),
    "GB": Table(
      "England|ENG|Europe/London\nScotland|SCT\nWales|WLS\nCymru|WLS\nNorthern Ireland|NIR"),
    "NZ": Table(
      """
      Auckland|AUK|Pacific/Auckland
      Canterbury|CAN
      Chatham Islands|CIT|Pacific/Chatham
      Hawke's Bay|HKB|Pacific/Auckland
      Marlborough|MBH
      Nelson|NSN
      Northland|NTL
      Otago|OTA
      Southland|STL
      Taranaki|TKI
      Wellington|WGN
      West Coast|WTC
      """),
    "MY": Table(
      """
      Johor|01|Asia/Kuala_Lumpur
      Kedah|02
      Kelantan|03
      Melaka|04
      Malacca|04
      Negeri Sembilan|05
      Pahang|06
      Pulau Pinang|07
      Penang|07
      Perak|08
      Perlis|09
      Selangor|10
      Terengganu|11
      Sabah|12|Asia/Kuching
      Sarawak|13
      Kuala Lumpur|14|Asia/Kuala_Lumpur
      Labuan|15|Asia/Kuching
      Putrajaya|16|Asia/Kuala_Lumpur
      """),
  ]

  /// States that span two zones stand under the one where most of their people live.
  private static let unitedStates = """
    Connecticut|CT|America/New_York
    Delaware|DE
    District of Columbia|DC
    Washington, D.C.|DC
    Florida|FL
    Georgia|GA
    Indiana|IN
    Kentucky|KY
    Maine|ME
    Maryland|MD
    Massachusetts|MA
    Michigan|MI
    New Hampshire|NH
    New Jersey|NJ
    New York|NY
    North Carolina|NC
    Ohio|OH
    Pennsylvania|PA
    Rhode Island|RI
    South Carolina|SC
    Vermont|VT
    Virginia|VA
    West Virginia|WV
    Alabama|AL|America/Chicago
    Arkansas|AR
    Illinois|IL
    Iowa|IA
    Kansas|KS
    Louisiana|LA
    Minnesota|MN
    Mississippi|MS
    Missouri|MO
    Nebraska|NE
    North Dakota|ND
    Oklahoma|OK
    South Dakota|SD
    Tennessee|TN
    Texas|TX
    Wisconsin|WI
    Colorado|CO|America/Denver
    Idaho|ID
    Montana|MT
    New Mexico|NM
    Utah|UT
    Wyoming|WY
    Arizona|AZ|America/Phoenix
    California|CA|America/Los_Angeles
    Nevada|NV
    Oregon|OR
    Washington|WA
    Alaska|AK|America/Anchorage
    Hawaii|HI|Pacific/Honolulu
    """

  private static let canada = """
    Ontario|ON|America/Toronto
    Quebec|QC
    Québec|QC
    Nunavut|NU
    Nova Scotia|NS|America/Halifax
    New Brunswick|NB
    Prince Edward Island|PE
    Newfoundland and Labrador|NL|America/St_Johns
    Manitoba|MB|America/Winnipeg
    Saskatchewan|SK|America/Regina
    Alberta|AB|America/Edmonton
    Northwest Territories|NT
    British Columbia|BC|America/Vancouver
    Yukon|YT|America/Whitehorse
    """

  private static let australia = """
    New South Wales|NSW|Australia/Sydney
    Australian Capital Territory|ACT
    Victoria|VIC|Australia/Melbourne
    Queensland|QLD|Australia/Brisbane
    South Australia|SA|Australia/Adelaide
    Western Australia|WA|Australia/Perth
    Tasmania|TAS|Australia/Hobart
    Northern Territory|NT|Australia/Darwin
    """
}
