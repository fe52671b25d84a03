// swift-tools-version: 6.2
// Targets stand in rings, as docs/architecture.md draws them: core, adapters, shell, tests.
// Arrows point inward only; `make check` verifies the imports against this manifest.
import PackageDescription

/// What every Swift target is built with: the strictest rules the compiler offers.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A Swift target of ours with the strict settings.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module; golden files beside them are read from the source folder.
func tests(_ name: String, _ dependencies: [Target.Dependency], golden: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: golden, swiftSettings: strict)
}

let core: [Target] = [
  module("CivilTime"),
  module("CadenceModel", ["CivilTime"]),
  module("CadencePlanning", ["CadenceModel", "CivilTime", heap]),
  module("TouchJournal", ["CadenceModel", "CivilTime", crypto]),
  module("TouchDispatch", ["CadenceModel", "CivilTime", heap]),
  module("MessageRendering", ["CadenceModel", "CivilTime", mustache]),
  module("RepReporting", ["CadenceModel", "CivilTime", "CadencePlanning", "TouchJournal"]),
]

let adapters: [Target] = [
  .systemLibrary(
    name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
  .target(name: "CCurlShims", dependencies: ["CLibcurl"]),
  module("CurlTransport", ["CadenceModel", "CCurlShims"]),
  module(
    "TouchDelivery",
    ["CadenceModel", "CivilTime", "CurlTransport", "MessageRendering", crypto]),
  module("JournalFile", ["CadenceModel", "CivilTime", "TouchJournal", crypto]),
  module("Ledger", ["CadenceModel", "CivilTime", "TouchJournal", grdb]),
  module("ConfigLoading", ["CadenceModel", "CivilTime", "MessageRendering", yams]),
  module("RepWeb", ["CadenceModel", crypto, hummingbird, logging]),
]

let shell: [Target] = [
  .target(name: "CProcessShims"),
  module("ServiceRuntime", ["CProcessShims", logging]),
  module(
    "CadenceService",
    [
      "CivilTime", "CadenceModel", "CadencePlanning", "TouchJournal", "TouchDispatch",
      "MessageRendering", "RepReporting", "TouchDelivery", "JournalFile", "Ledger",
      "ConfigLoading", "RepWeb", "ServiceRuntime", logging,
    ]),
  .executableTarget(
    name: "fifthcall",
    dependencies: [
      "CivilTime", "CadenceModel", "CadencePlanning", "TouchJournal", "MessageRendering",
      "RepReporting", "TouchDelivery", "JournalFile", "ConfigLoading", "ServiceRuntime",
      "CadenceService", argumentParser,
    ],
    swiftSettings: strict),
  .executableTarget(
    name: "fifthcall-bench",
    dependencies: [
      "CivilTime", "CadenceModel", "CadencePlanning", "ConfigLoading", "TouchJournal",
      "JournalFile", "TouchDelivery", "CadenceService", argumentParser,
    ],
    exclude: ["scripts"],
    swiftSettings: strict),
]

let testing: [Target] = [
  module("FifthcallTestSupport", ["CivilTime", "CadenceModel"]),
  tests("CivilTimeTests", ["CivilTime", "FifthcallTestSupport"], golden: ["Golden"]),
  tests("CadenceModelTests", ["CadenceModel", "CivilTime", "FifthcallTestSupport"]),
  tests(
    "CadencePlanningTests",
    ["CadencePlanning", "CadenceModel", "CivilTime", "ConfigLoading", "FifthcallTestSupport"]),
  tests(
    "TouchJournalTests",
    ["TouchJournal", "CadenceModel", "CivilTime", "FifthcallTestSupport"], golden: ["Golden"]),
  tests(
    "TouchDispatchTests",
    [
      "TouchDispatch", "CadenceModel", "CivilTime", "FifthcallTestSupport",
    ]),
  tests(
    "MessageRenderingTests",
    ["MessageRendering", "CadenceModel", "CivilTime", "FifthcallTestSupport"], golden: ["Golden"]),
  tests(
    "RepReportingTests",
    [
      "RepReporting", "CadencePlanning", "TouchJournal", "CadenceModel", "CivilTime",
      "FifthcallTestSupport",
    ], golden: ["Golden"]),
  tests(
    "TouchDeliveryTests",
    [
      "TouchDelivery", "CurlTransport", "MessageRendering", "CadenceModel", "CivilTime",
      "FifthcallTestSupport",
    ], golden: ["Golden"]),
  tests(
    "JournalFileTests",
    ["JournalFile", "TouchJournal", "CadenceModel", "CivilTime", "FifthcallTestSupport"]),
  tests(
    "LedgerTests",
    ["Ledger", "TouchJournal", "CadenceModel", "CivilTime", "FifthcallTestSupport"]),
  tests(
    "ConfigLoadingTests",
    ["ConfigLoading", "MessageRendering", "CadenceModel", "CivilTime", "FifthcallTestSupport"],
    golden: ["Customers/Golden", "CSV/Golden"]),
  tests("RepWebTests", ["RepWeb", "CadenceModel", "FifthcallTestSupport", crypto]),
  tests("ServiceRuntimeTests", ["ServiceRuntime", "FifthcallTestSupport", logging]),
  tests(
    "AcceptanceTests",
    [
      "CadenceService", "ConfigLoading", "CadencePlanning", "TouchJournal", "JournalFile",
      "TouchDelivery", "MessageRendering", "RepReporting", "CadenceModel", "CivilTime",
      "FifthcallTestSupport", logging,
    ]),
]

let package = Package(
  name: "fifthcall",
  products: [.executable(name: "fifthcall", targets: ["fifthcall"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: core + adapters + shell + testing,
  swiftLanguageModes: [.v6]
)
