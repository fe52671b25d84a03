import CadenceModel
import CurlTransport
import Testing
import TouchDelivery

@Suite struct HTTPClassificationTests {
  private func report(
    _ preset: String, _ status: Int, _ body: String, retryAfter: Int? = nil,
    edit: (inout GatewayDefinition) -> Void = { _ in }
  ) throws -> DeliveryReport {
    var definition = try #require(GatewayDefinition.preset(preset))
    edit(&definition)
    let result = HTTPResult(
      curlCode: CurlCode.ok, status: status, retryAfter: retryAfter, body: Array(body.utf8),
      wasSent: true)
    return HTTPClassification.report(
      of: result, from: definition, recipient: "+8615400000000", secrets: ["S3CRET"])
  }

  static let answers: [(String, Int, String, String)] = [
    ("aliyun", 200, #"{"Code":"OK","BizId":"9^0","Message":"OK"}"#, "accepted"),
    ("aliyun", 200, #"{"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"x"}"#, "deferred"),
    ("aliyun", 200, #"{"Code":"isv.MOBILE_NUMBER_ILLEGAL","Message":"x"}"#, "rejected address"),
    ("aliyun", 200, #"{"Code":"isv.AMOUNT_NOT_ENOUGH","Message":"x"}"#, "unsent fault now"),
    ("aliyun", 200, #"{"Code":"isv.SMS_TEMPLATE_ILLEGAL","Message":"x"}"#, "rejected"),
    ("aliyun", 400, #"{"Code":"SignatureDoesNotMatch","Message":"x"}"#, "unsent fault now"),
    ("aliyun", 400, #"{"Code":"Throttling.User","Message":"x"}"#, "deferred"),
    ("aliyun", 200, #"{"Code":"isp.UNKNOWN"}"#, "uncertain"),
    ("aliyun", 200, "<html>", "uncertain"), ("aliyun", 200, "", "uncertain"),
    ("aliyun", 200, #"{"Code":"OK""#, "uncertain"), ("aliyun", 503, "", "uncertain"),
    (
      "tencent", 200, #"{"Response":{"SendStatusSet":[{"Code":"Ok","SerialNo":"7"}]}}"#, "accepted"
    ),
    (
      "tencent", 200,
      #"{"Response":{"SendStatusSet":[{"Code":"FailedOperation.PhoneNumberInBlacklist"}]}}"#,
      "rejected"
    ),
    (
      "tencent", 200,
      #"{"Response":{"SendStatusSet":[{"Code":"LimitExceeded.PhoneNumberDailyLimit"}]}}"#,
      "deferred"
    ),
    (
      "tencent", 200,
      #"{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"no"}}}"#,
      "unsent fault now"
    ),
    ("tencent", 200, #"{"Response":{"RequestId":"1"}}"#, "uncertain"),
    ("tencent", 200, #"{"Response":{"SendStatusSet":[]}}"#, "uncertain"),
    ("twilio", 201, #"{"sid":"SM1","status":"queued"}"#, "accepted"),
    ("twilio", 400, #"{"code":21610,"message":"unsubscribed"}"#, "rejected"),
    ("twilio", 400, #"{"code":21211,"message":"not a number"}"#, "rejected address"),
    ("twilio", 401, #"{"code":20003,"message":"Authenticate"}"#, "unsent fault now"),
    ("twilio", 429, #"{"code":20429,"message":"slow down"}"#, "deferred"),
    ("twilio", 400, #"{"code":99999,"message":"new"}"#, "rejected"),
    ("twilio", 500, "{}", "uncertain"), ("twilio", 201, #"{"sid":null}"#, "uncertain"),
    ("kannel", 202, "0: Accepted for delivery", "accepted"),
    ("kannel", 202, "3: Queued for later delivery", "accepted"),
    ("kannel", 403, "Authorization failed for sendsms", "unsent fault now"),
    ("kannel", 503, "Temporal failure, try again later.", "deferred"),
    ("kannel", 400, "Missing receiver", "rejected"), ("kannel", 200, "?", "uncertain"),
    ("json", 200, "", "accepted"), ("json", 204, "", "accepted"),
    ("json", 404, "not here", "rejected"), ("json", 302, "", "unsent fault now"),
    ("json", 429, "", "deferred"), ("json", 500, "", "uncertain"),
    ("json", 401, "", "unsent fault now"), ("json", 403, "", "unsent fault now"),
    ("wecom", 200, #"{"errcode":0,"errmsg":"ok"}"#, "accepted"),
    ("wecom", 200, #"{"errcode":45009,"errmsg":"freq"}"#, "deferred"),
    ("wecom", 200, #"{"errcode":93000,"errmsg":"invalid webhook"}"#, "unsent fault now"),
    ("dingtalk", 200, #"{"errcode":310000,"errmsg":"sign not match"}"#, "unsent fault now"),
    ("dingtalk", 200, #"{"errcode":130101,"errmsg":"too fast"}"#, "deferred"),
    ("feishu", 200, #"{"code":0,"msg":"success","data":{}}"#, "accepted"),
    ("feishu", 200, #"{"code":19021,"msg":"sign match fail"}"#, "unsent fault now"),
    ("slack", 200, "ok", "accepted"), ("slack", 404, "no_service", "unsent fault now"),
    ("slack", 400, "invalid_payload", "rejected"),
  ]

  @Test(arguments: answers)
  func `an answer is read by the gateway's own codes, then by its status`(
    _ preset: String, _ status: Int, _ body: String, _ expected: String
  ) throws {
    #expect(try report(preset, status, body).summary == expected)
  }

  @Test func `a receiver who refused messages is reported as such`() throws {
    let refused = try report("twilio", 400, #"{"code":21610,"message":"unsubscribed"}"#)
    #expect(refused.isBlacklisted)
    #expect(try !report("twilio", 400, #"{"code":21211,"message":"bad"}"#).isBlacklisted)
  }

  @Test func `Retry-After is kept for a deferral`() throws {
    #expect(try report("json", 429, "", retryAfter: 90).summary == "deferred 90")
  }

  @Test func `the message id of the gateway is the reference`() throws {
    let accepted = try report("twilio", 201, #"{"sid":"SM1"}"#)
    #expect(accepted.result == .accepted(reference: "SM1"))
  }

  @Test func `only a gateway that documents repeats is asked again after silence`() throws {
    let careful = try report("json", 500, "")
    #expect(careful.summary == "uncertain")
    let repeatable = try report("json", 500, "") { $0.isIdempotent = true }
    #expect(repeatable.summary == "deferred")
  }

  @Test(arguments: [
    (HTTPResult(curlCode: 6), "unsent fault"), (HTTPResult(curlCode: 7), "unsent fault"),
    (HTTPResult(curlCode: 60), "unsent fault"), (HTTPResult(curlCode: 28), "unsent fault"),
    (HTTPResult(curlCode: 28, wasSent: true), "uncertain"),
    (HTTPResult(curlCode: 52, wasSent: true), "uncertain"),
    (HTTPResult(curlCode: 56, status: 200, wasSent: true), "uncertain"),
    (HTTPResult(curlCode: 42, wasSent: true, stop: .closing), "uncertain"),
    (HTTPResult(curlCode: 42, stop: .closing), "unsent"),
    (HTTPResult(curlCode: 42, stop: .unsafeHeader), "rejected"),
    (HTTPResult(curlCode: 42, stop: .unusable), "unsent fault now"),
    (HTTPResult(curlCode: 23, status: 200, isTruncated: true, wasSent: true), "uncertain"),
  ])
  func `without an answer it matters whether the request had left`(
    _ result: HTTPResult, _ expected: String
  ) throws {
    let definition = try #require(GatewayDefinition.preset("aliyun"))
    let report = HTTPClassification.report(of: result, from: definition, recipient: "+1555")
    #expect(report.summary == expected)
  }

  @Test func `numbers and secrets do not appear in the reason`() throws {
    let refused = try report(
      "json", 400, #"{"message":"8615400000000 with S3CRET is bad\r\nX: y"}"#)
    #expect(refused.result.reason == "HTTP 400 [recipient] with [secret] is bad  X: y")
  }
}
