import CadenceModel
import CivilTime
import RepReporting
import Testing

/// Product rows A3 and D12: what to say depends on who it is and on what was said last.
struct TalkTests {
  private func point(_ text: String, _ change: (inout TalkPoint) -> Void) -> TalkPoint {
    var point = TalkPoint()
    point.texts = ["zh-CN": text, "en": "\(text) (en)"]
    change(&point)
    return point
  }

  @Test func `D12: points fit by type, reason and purpose; the first of the file win`() throws {
    var sample = DigestSample.chinese().input("mao", "2026-11-23")
    sample.settings.talk.points = [
      point("给蜻蜓") { $0.types = [.dragonfly] },
      point("给蜜蜂") { $0.types = [.bee] },
      point("别人的原因") { $0.reasons = [.interference] },
      point("人人") { _ in },
      point("太多了") { _ in },
    ]
    sample.segment = { _ in
      var segment = Segment()
      segment.type = .bee
      return segment
    }
    let digest = try DailyDigest.make(sample).get()
    let calls = digest.tasks.filter { $0.channel == .call || $0.channel == .visit }
    #expect(!calls.isEmpty)
    for task in calls {
      #expect(task.talk.suffix(2) == ["给蜜蜂", "人人"])
      #expect(!task.talk.contains("太多了"))
    }
    for task in digest.tasks where task.channel == .gift || task.channel == .card {
      #expect(!task.talk.contains("人人"))
    }
  }
}
