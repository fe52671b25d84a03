/// Buckets of tokens by key, in bounded memory: what a key may do in a minute.
package struct RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: Int64
  }

  /// So many keys are remembered; then the fullest buckets, which tell least, go.
  package static let mostKeys = 4096
  private let perMinute: Double
  private var buckets: [String: Bucket] = [:]

  /// Lets `perMinute` through in a minute, so many at once.
  package init(perMinute: Int) { self.perMinute = Double(perMinute) }

  /// Takes one for a key at a moment in milliseconds; false when it has none.
  package mutating func take(_ key: String, at moment: Int64) -> Bool {
    if buckets[key] == nil, buckets.count >= Self.mostKeys { thin(at: moment) }
    var bucket = filled(buckets[key], at: moment)
    defer { buckets[key] = bucket }
    guard bucket.tokens >= 1 else { return false }
    bucket.tokens -= 1
    return true
  }

  private func filled(_ bucket: Bucket?, at moment: Int64) -> Bucket {
    guard let bucket else { return Bucket(tokens: perMinute, at: moment) }
    let gained = Double(max(0, moment - bucket.at)) * perMinute / 60_000
    return Bucket(tokens: min(perMinute, bucket.tokens + gained), at: moment)
  }

  private mutating func thin(at moment: Int64) {
    buckets = buckets.filter { filled($0.value, at: moment).tokens < perMinute }
    guard buckets.count >= Self.mostKeys else { return }
    let fullest = buckets.sorted { $0.value.tokens > $1.value.tokens }.prefix(Self.mostKeys / 2)
    for entry in fullest { buckets[entry.key] = nil }
  }
}
