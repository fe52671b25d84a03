import CadenceModel

/// Types and tiers as a rep reads them; whoever has not bought yet is named by the stage alone.
extension ChineseDigestPhrases {
  func tier(_ tier: PyramidTier?) -> String {
    switch tier {
    case .top: "顶级客户"
    case .large: "大客户"
    case .medium: "中客户"
    case .small: "小客户"
    case .inactive: "久未购买"
    case .prospect, .suspect, nil: ""
    }
  }

  func type(_ type: CustomerType?) -> String {
    switch type {
    case .bee: "蜜蜂型"
    case .dragonfly: "蜻蜓型"
    case .butterfly: "蝴蝶型"
    case .mantis: "螳螂型"
    case nil: ""
    }
  }
}

extension EnglishDigestPhrases {
  func tier(_ tier: PyramidTier?) -> String {
    switch tier {
    case .top: "top tier"
    case .large: "large tier"
    case .medium: "medium tier"
    case .small: "small tier"
    case .inactive: "inactive"
    case .prospect, .suspect, nil: ""
    }
  }

  func type(_ type: CustomerType?) -> String { type?.rawValue ?? "" }
}
