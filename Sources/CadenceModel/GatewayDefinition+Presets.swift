/// The gateways that come ready; a config starts from one by name and overrides what differs.
extension GatewayDefinition {
  /// Every preset's name, SMS first.
  package static let presetNames = [
    "json", "aliyun", "tencent", "twilio", "kannel", "wecom", "dingtalk", "feishu", "slack",
  ]

  /// The preset of a name; nil for any other text.
  package static func preset(_ name: String) -> GatewayDefinition? {
    var gateway = plainPreset(name)
    gateway?.hook = GatewayHook.preset(name)
    return gateway
  }

  private static func plainPreset(_ name: String) -> GatewayDefinition? {
    switch name {
    case "json": json
    case "aliyun": aliyun
    case "tencent": tencent
    case "twilio": twilio
    case "kannel": kannel
    case "wecom": wecom
    case "dingtalk": dingtalk
    case "feishu": feishu
    case "slack": slack
    default: nil
    }
  }

  /// A plain JSON POST to a program of the site's own; `url` must be given.
  private static var json: GatewayDefinition {
    var gateway = GatewayDefinition(name: "json", url: "")
    gateway.body = .json(
      """
      {"touch":"{{touch}}","to":"{{to}}","text":"{{text}}","signature":"{{signature}}",\
      "template_id":"{{template_id}}","params":{{params_object}},"segments":{{segments}}}
      """)
    gateway.messageIDPath = "id"
    gateway.codePaths = ["code"]
    gateway.reasonPaths = ["message", "error"]
    return gateway
  }

  /// Aliyun SMS, `SendSms` of 2017-05-25 in RPC style.
  ///
  /// Codes: <https://www.alibabacloud.com/help/doc-detail/73694.htm> and the same list in Chinese.
  private static var aliyun: GatewayDefinition {
    var gateway = GatewayDefinition(name: "aliyun", url: "https://dysmsapi.aliyuncs.com/")
    gateway.body = .form([
      Field("Action", "SendSms"), Field("Version", "2017-05-25"),
      Field("PhoneNumbers", "{{to_digits}}"), Field("SignName", "{{signature}}"),
      Field("TemplateCode", "{{template_id}}"), Field("TemplateParam", "{{params_object}}"),
      Field("OutId", "{{touch}}"),
    ])
    gateway.signing = .aliyunRPC
    gateway.required = ["key", "credential", "signature"]
    gateway.needsTemplateID = true
    gateway.addsSignature = true
    gateway.optOutSuffix = "拒收请回复R"
    gateway.success = [.value(path: "Code", among: ["OK"])]
    gateway.messageIDPath = "BizId"
    gateway.codePaths = ["Code"]
    gateway.reasonPaths = ["Message"]
    gateway.codes = [
      CodeRule("isv.BUSINESS_LIMIT*", .deferred), CodeRule("BUSINESS_LIMIT*", .deferred),
      CodeRule("Throttling*", .deferred), CodeRule("SignatureNonceUsed", .deferred),
      CodeRule("ServiceUnavailable*", .deferred), CodeRule("isp.SYSTEM_ERROR", .deferred),
      CodeRule("isv.MOBILE_NUMBER_ILLEGAL", .address),
      CodeRule("isv.PHONE_NUMBER_ILLEGAL", .address),
      CodeRule("isv.AMOUNT_NOT_ENOUGH", .fault), CodeRule("isv.OUT_OF_SERVICE", .fault),
      CodeRule("isv.ACCOUNT_*", .fault), CodeRule("isv.PRODUCT_UN*", .fault),
      CodeRule("isv.DAY_LIMIT_CONTROL", .fault), CodeRule("isv.MONTH_LIMIT_CONTROL", .fault),
      CodeRule("isv.DENY_IP_RANGE", .fault), CodeRule("isv.SMS_SIGN*", .fault),
      CodeRule("isp.RAM_PERMISSION_DENY", .fault), CodeRule("isv.RAM_CHECK_FAILED", .fault),
      CodeRule("SignatureDoesNotMatch", .fault), CodeRule("InvalidAccessKeyId*", .fault),
      CodeRule("InvalidTimeStamp*", .fault), CodeRule("Forbidden*", .fault),
      CodeRule("isp.GATEWAY_ERROR", .uncertain), CodeRule("isp.UNKNOWN", .uncertain),
    ]
    return gateway
  }

  /// Tencent Cloud SMS, `SendSms` of 2021-01-11; `values: {app_id: …}` must be given.
  ///
  /// Codes: the error-code page of <https://www.tencentcloud.com/document/product/382/40536>.
  private static var tencent: GatewayDefinition {
    var gateway = GatewayDefinition(name: "tencent", url: "https://sms.tencentcloudapi.com/")
    gateway.headers = [
      Field("X-TC-Action", "SendSms"), Field("X-TC-Version", "2021-01-11"),
      Field("X-TC-Region", "{{region}}"),
    ]
    gateway.body = .json(
      """
      {"PhoneNumberSet":["{{to}}"],"SmsSdkAppId":"{{app_id}}","SignName":"{{signature}}",\
      "TemplateId":"{{template_id}}","TemplateParamSet":{{params}},"SessionContext":"{{touch}}"}
      """)
    gateway.signing = .tencentTC3
    gateway.values = [Field("service", "sms"), Field("region", "ap-guangzhou")]
    gateway.required = ["key", "credential", "app_id", "signature"]
    gateway.needsTemplateID = true
    gateway.addsSignature = true
    gateway.optOutSuffix = "拒收请回复R"
    let first = "Response.SendStatusSet.0"
    gateway.success = [.value(path: "\(first).Code", among: ["Ok"])]
    gateway.messageIDPath = "\(first).SerialNo"
    gateway.codePaths = ["Response.Error.Code", "\(first).Code"]
    gateway.reasonPaths = ["Response.Error.Message", "\(first).Message"]
    gateway.codes = [
      CodeRule("FailedOperation.PhoneNumberInBlacklist", .blacklisted),
      CodeRule("FailedOperation.PhoneNumberOnBlacklist", .blacklisted),
      CodeRule("InvalidParameterValue.IncorrectPhoneNumber", .address),
      CodeRule("LimitExceeded.*", .deferred), CodeRule("RequestLimitExceeded*", .deferred),
      CodeRule("AuthFailure*", .fault), CodeRule("UnauthorizedOperation*", .fault),
      CodeRule("FailedOperation.InsufficientBalanceInSmsPackage", .fault),
      CodeRule("FailedOperation.SignatureIncorrectOrUnapproved", .fault),
      CodeRule("FailedOperation.MissingSignature*", .fault),
      CodeRule("InternalError*", .uncertain), CodeRule("FailedOperation.FailResolvePacket", .fault),
    ]
    return gateway
  }

  /// Twilio Programmable Messaging; `key` is the account sid, the credential its auth token.
  ///
  /// Codes: <https://www.twilio.com/docs/api/errors>.
  private static var twilio: GatewayDefinition {
    var gateway = GatewayDefinition(
      name: "twilio", url: "https://api.twilio.com/2010-04-01/Accounts/{{key}}/Messages.json")
    gateway.body = .form([
      Field("To", "{{to}}"), Field("From", "{{sender}}"), Field("Body", "{{text}}"),
    ])
    gateway.receiptFields = [Field("StatusCallback", "{{hook}}?reference={{reference}}")]
    gateway.signing = .basic
    gateway.required = ["key", "credential", "sender"]
    gateway.optOutSuffix = "Reply STOP to opt out"
    gateway.success = [.present(path: "sid")]
    gateway.messageIDPath = "sid"
    gateway.codePaths = ["code"]
    gateway.reasonPaths = ["message"]
    gateway.codes = [
      CodeRule("20429", .deferred), CodeRule("14107", .deferred), CodeRule("21611", .deferred),
      CodeRule("21610", .blacklisted),
      CodeRule("21211", .address), CodeRule("21214", .address), CodeRule("21217", .address),
      CodeRule("21614", .address),
      CodeRule("20003", .fault), CodeRule("20005", .fault), CodeRule("21408", .fault),
      CodeRule("21606", .fault), CodeRule("21660", .fault), CodeRule("63038", .fault),
    ]
    return gateway
  }

  /// Kannel's `sendsms` on this machine; `key` is the sendsms-user, the credential its password.
  ///
  /// Statuses: Kannel user guide, "Using the HTTP interface to send SMS messages": 202 accepted or
  /// queued, 4xx refused, 503 temporal failure.
  private static var kannel: GatewayDefinition {
    var gateway = GatewayDefinition(
      name: "kannel", method: .get, url: "http://127.0.0.1:13013/cgi-bin/sendsms")
    gateway.query = [
      Field("username", "{{key}}"), Field("password", "{{secret}}"), Field("to", "{{to}}"),
      Field("from", "{{sender}}"), Field("coding", "{{coding}}"), Field("charset", "UTF-8"),
      Field("text", "{{text}}"),
    ]
    // 1 + 2 + 16: delivered to the phone or not, refused by the SMS centre. %d is the report's number.
    gateway.receiptFields = [
      Field("dlr-mask", "19"),
      Field("dlr-url", "{{hook}}?reference={{reference}}&status=%d&smsc-id=%F"),
    ]
    gateway.required = ["key", "credential"]
    gateway.successStatuses = 202...202
    gateway.statuses = [403: .fault, 503: .deferred]
    return gateway
  }

  /// A WeCom (企业微信) group robot; the credential is the `key` of its webhook address.
  ///
  /// Codes: <https://developer.work.weixin.qq.com/document/path/90313>.
  private static var wecom: GatewayDefinition {
    var gateway = robot(
      "wecom", url: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={{secret}}",
      body: #"{"msgtype":"text","text":{"content":"{{text}}"}}"#)
    gateway.success = [.value(path: "errcode", among: ["0"])]
    gateway.codePaths = ["errcode"]
    gateway.reasonPaths = ["errmsg"]
    gateway.codes = [
      CodeRule("-1", .deferred), CodeRule("45009", .deferred), CodeRule("45033", .deferred),
      CodeRule("93000", .fault), CodeRule("93017", .fault), CodeRule("40058", .rejected),
    ]
    return gateway
  }

  /// A DingTalk (钉钉) group robot; the credential is its `access_token`, the signing credential
  /// the secret (`SEC…`) where the robot was set up to want signatures.
  ///
  /// Codes: <https://open.dingtalk.com/document/robots/custom-robot-access>.
  private static var dingtalk: GatewayDefinition {
    var gateway = robot(
      "dingtalk", url: "https://oapi.dingtalk.com/robot/send?access_token={{secret}}",
      body: #"{"msgtype":"text","text":{"content":"{{text}}"}}"#)
    gateway.signing = .dingtalk
    gateway.success = [.value(path: "errcode", among: ["0"])]
    gateway.codePaths = ["errcode"]
    gateway.reasonPaths = ["errmsg"]
    gateway.codes = [
      CodeRule("-1", .deferred), CodeRule("130101", .deferred), CodeRule("410100", .deferred),
      CodeRule("300005", .fault), CodeRule("310000", .fault), CodeRule("400013", .fault),
    ]
    return gateway
  }

  /// A Feishu (飞书) or Lark group robot; the credential is the last part of its webhook address,
  /// the signing credential its secret where signatures are switched on.
  ///
  /// Codes: <https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot>.
  private static var feishu: GatewayDefinition {
    var gateway = robot(
      "feishu", url: "https://open.feishu.cn/open-apis/bot/v2/hook/{{secret}}",
      body: #"{"msg_type":"text","content":{"text":"{{text}}"}}"#)
    gateway.signing = .feishu
    gateway.success = [.value(path: "code", among: ["0"])]
    gateway.codePaths = ["code"]
    gateway.reasonPaths = ["msg"]
    gateway.codes = [
      CodeRule("9499", .rejected), CodeRule("11232", .deferred), CodeRule("11247", .deferred),
      CodeRule("19001", .fault), CodeRule("19021", .fault), CodeRule("19022", .fault),
      CodeRule("19024", .fault),
    ]
    return gateway
  }

  /// A Slack incoming webhook; the credential is what follows `/services/` in its address.
  ///
  /// Answers: <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>.
  private static var slack: GatewayDefinition {
    var gateway = robot(
      "slack", url: "https://hooks.slack.com/services/{{secret}}", body: #"{"text":"{{text}}"}"#)
    gateway.success = [.contains("ok")]
    gateway.statuses = [404: .fault, 410: .fault]
    return gateway
  }

  private static func robot(_ name: String, url: String, body: String) -> GatewayDefinition {
    var gateway = GatewayDefinition(name: name, url: url)
    gateway.body = .json(body)
    gateway.required = ["credential"]
    gateway.concurrency = 1
    return gateway
  }
}
