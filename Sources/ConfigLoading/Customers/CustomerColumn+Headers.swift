extension CustomerColumn {
  /// The header in the Chinese sample files; ours for what they lack.
  var chineseHeader: String {
    switch self {
    case .id: "客户编号"
    case .name: "姓名"
    case .firstName: "名"
    case .lastName: "姓"
    case .salutation: "称呼"
    case .gender: "性别"
    case .mobile: "手机"
    case .phone: "电话"
    case .email: "电子邮箱"
    case .chat: "微信"
    case .language: "语言"
    case .zone: "时区"
    case .country: "国家"
    case .province: "省份"
    case .city: "城市"
    case .district: "区县"
    case .address: "小区/地址"
    case .postalCode: "邮编"
    case .rep: "负责人"
    case .source: "客户来源"
    case .level: "客户级别"
    case .stage: "客户阶段"
    case .birthday: "生日"
    case .feb29: "平年生日"
    case .weddingAnniversary: "结婚纪念日"
    case .spouseName: "配偶姓名"
    case .spouseBirthday: "配偶生日"
    case .parentNames: "父母称呼"
    case .parentBirthdays: "父母生日"
    case .childNames: "子女姓名"
    case .childBirthdays: "子女生日"
    case .interests: "兴趣爱好"
    case .purchases: "购买记录"
    case .products: "安装产品"
    case .installDate: "安装日期"
    case .warrantyUntil: "质保到期"
    case .dealStatus: "成交状态"
    case .lastContact: "最近联系时间"
    case .nextContact: "下次联系时间"
    case .bestTime: "方便联系时段"
    case .smsConsent: "同意短信"
    case .callConsent: "同意电话"
    case .chatConsent: "同意微信"
    case .emailConsent: "同意邮件"
    case .optOutChannels: "退订渠道"
    case .optOutDate: "退订日期"
    case .emailOptOut: "退订邮件"
    case .notes: "备注"
    case .created: "创建时间"
    case .tags: "标签"
    case .household: "家庭编号"
    case .employer: "工作单位"
    case .latitude: "纬度"
    case .longitude: "经度"
    }
  }

  /// The header in the English sample file; ours for what it lacks.
  var englishHeader: String {
    switch self {
    case .id: "Record ID"
    case .name: "Full Name"
    case .firstName: "First Name"
    case .lastName: "Last Name"
    case .salutation: "Salutation"
    case .gender: "Gender"
    case .mobile: "Mobile Phone Number"
    case .phone: "Phone Number"
    case .email: "Email"
    case .chat: "Chat"
    case .language: "Preferred language"
    case .zone: "Time Zone"
    case .country: "Country/Region"
    case .province: "State/Region"
    case .city: "City"
    case .district: "District"
    case .address: "Street Address"
    case .postalCode: "Postal Code"
    case .rep: "Contact owner"
    case .source: "Original Source"
    case .level: "Lead Status"
    case .stage: "Lifecycle Stage"
    case .birthday: "Date of Birth"
    case .feb29: "Leap Day Kept On"
    case .weddingAnniversary: "Wedding Anniversary"
    case .spouseName: "Spouse Name"
    case .spouseBirthday: "Spouse Birthday"
    case .parentNames: "Parent"
    case .parentBirthdays: "Parent Birthday"
    case .childNames: "Children"
    case .childBirthdays: "Children Birthdays"
    case .interests: "Interests"
    case .purchases: "Purchases"
    case .products: "Installed Products"
    case .installDate: "Install Date"
    case .warrantyUntil: "Warranty Until"
    case .dealStatus: "Deal Status"
    case .lastContact: "Last Contacted"
    case .nextContact: "Next Activity Date"
    case .bestTime: "Best Time to Call"
    case .smsConsent: "SMS Consent"
    case .callConsent: "Call Consent"
    case .chatConsent: "WhatsApp Consent"
    case .emailConsent: "Email Consent"
    case .optOutChannels: "Opted Out Channels"
    case .optOutDate: "Opt-out Date"
    case .emailOptOut: "Unsubscribed from all email"
    case .notes: "Notes"
    case .created: "Create Date"
    case .tags: "Tags"
    case .household: "Household"
    case .employer: "Company Name"
    case .latitude: "Latitude"
    case .longitude: "Longitude"
    }
  }

  /// What HubSpot, Odoo, 悟空CRM and common spreadsheets call the column.
  var otherHeaders: [String] {
    switch self {
    case .id: ["id", "ref", "customer id", "contact id", "customer_id", "客户ID", "编号", "会员编号"]
    case .name: ["name", "customer name", "contact name", "客户名称", "客户姓名", "名字", "联系人"]
    case .firstName: ["given name"]
    case .lastName: ["surname", "family name"]
    case .salutation: ["title", "尊称"]
    case .gender: ["sex"]
    case .mobile: ["mobile", "mobile phone", "cell", "手机号", "手机号码", "移动电话"]
    case .phone: ["phone", "telephone", "landline", "固定电话", "座机", "电话号码"]
    case .email: ["e-mail", "email address", "邮箱", "邮件", "电子邮件"]
    case .chat: ["wechat", "whatsapp", "微信号"]
    case .language: ["language", "hs_language", "lang"]
    case .zone: ["zone", "hs_timezone", "tz"]
    case .country: ["country", "country_id", "国家/地区"]
    case .province: ["state", "province", "state_id", "region", "省", "省市"]
    case .city: ["town", "市"]
    case .district: ["suburb", "street2", "区", "县"]
    case .address: ["address", "street", "detail_address", "地址", "小区", "详细地址"]
    case .postalCode: ["zip", "postcode", "zip code", "邮政编码"]
    case .rep: ["owner", "salesperson", "user_id", "owner_user_id", "业务员", "销售员", "跟进人"]
    case .source: ["source", "lead source", "source_id", "来源"]
    case .level: ["level", "grade", "category_id", "级别", "等级"]
    case .stage: ["stage", "stage_id", "阶段"]
    case .birthday:
      ["birthday", "birthdate", "date of birth", "birthdate_date", "bday", "出生日期", "客户生日"]
    case .feb29: ["leap day", "闰日生日"]
    case .weddingAnniversary: ["anniversary", "wedding date", "纪念日", "结婚日期"]
    case .spouseName: ["spouse", "partner", "配偶"]
    case .spouseBirthday: ["partner birthday"]
    case .parentNames: ["parents", "父母", "父母姓名"]
    case .parentBirthdays: ["parents birthdays", "parent birthdays"]
    case .childNames: ["child", "children names", "子女", "孩子姓名"]
    case .childBirthdays: ["child birthday", "children birthday", "孩子生日"]
    case .interests: ["hobbies", "爱好", "兴趣"]
    case .purchases: ["orders", "purchase history", "订单记录"]
    case .products: ["products", "产品"]
    case .installDate: ["installation date", "installed", "安装时间"]
    case .warrantyUntil: ["warranty", "warranty end", "质保期至"]
    case .dealStatus: ["成交情况"]
    case .lastContact: ["last contact", "last activity date", "最后联系时间", "上次联系时间"]
    case .nextContact: ["next contact", "activity_date_deadline", "next_time"]
    case .bestTime: ["best time", "preferred time", "联系时段"]
    case .smsConsent: ["短信同意"]
    case .callConsent: ["phone consent", "电话同意"]
    case .chatConsent: ["chat consent", "wechat consent", "微信同意"]
    case .emailConsent: ["mail consent", "邮件同意"]
    case .optOutChannels: ["opted out", "opt-out channels", "退订"]
    case .optOutDate: ["退订时间"]
    case .emailOptOut: ["opt_out", "is_blacklisted"]
    case .notes: ["note", "comment", "remark", "remarks", "说明"]
    case .created: ["created", "create_date", "created at", "创建日期", "建档日期"]
    case .tags: ["tag", "labels", "groups", "group", "客户分组", "客户标签", "分组"]
    case .household: ["household id", "family", "family id", "家庭", "户号", "家庭关系"]
    case .employer: ["employer", "company", "works at", "单位", "公司", "所在公司"]
    case .latitude: ["lat", "geo lat"]
    case .longitude: ["lng", "lon", "long", "geo lng"]
    }
  }

  /// The form in which headers are compared: no case, blanks, dashes or slashes.
  static func key(_ header: String) -> String {
    String(
      String.UnicodeScalarView(
        header.lowercased().unicodeScalars.filter {
          !$0.properties.isWhitespace && !CellText.isInvisible($0)
            && !["_", "-", "/", "*", ".", ":", "："].contains($0)
        }))
  }

  /// Every known header in its key form.
  static let byHeader: [String: CustomerColumn] = {
    var table: [String: CustomerColumn] = [:]
    for column in allCases {
      let names = [column.chineseHeader, column.englishHeader, column.fieldName]
      for name in names + column.otherHeaders where table[key(name)] == nil {
        table[key(name)] = column
      }
    }
    return table
  }()
}
