// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is held to.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Targets of pure logic also mark every unsafe expression; those that live at a C boundary would mark every line.
let pure: [SwiftSetting] = strict + [.strictMemorySafety()]

/// Kernels are measured and compared to the bit in tests too, and a debug build would otherwise compile C with -O0.
let kernels: [CSetting] = [
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-O2"], .when(configuration: .debug)),
    .unsafeFlags(["-ffp-contract=off", "-fno-math-errno"]),
]

let commit = Context.gitInformation.map { $0.currentCommit + ($0.hasUncommittedChanges ? "+" : "") } ?? "unknown"

let package = Package(
    name: "vigie",
    products: [
        .executable(name: "vigie", targets: ["vigie"]),
        .library(name: "VigieVideo", targets: ["VigieVideo"]),
        .library(name: "VigieInference", targets: ["VigieInference"]),
        .library(name: "VigieDetection", targets: ["VigieDetection"]),
        .library(name: "VigiePose", targets: ["VigiePose"]),
        .library(name: "VigieMotion", targets: ["VigieMotion"]),
        .library(name: "VigieTracking", targets: ["VigieTracking"]),
        .library(name: "VigieRules", targets: ["VigieRules"]),
        .library(name: "VigieLog", targets: ["VigieLog"]),
        .library(name: "VigieEvaluation", targets: ["VigieEvaluation"]),
        .library(name: "VigiePipeline", targets: ["VigiePipeline"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CFFmpeg", pkgConfig: "libavformat libavcodec libavfilter libavutil libswscale",
            providers: [
                .apt(["libavformat-dev", "libavcodec-dev", "libavfilter-dev", "libavutil-dev", "libswscale-dev"])
            ]),
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .target(name: "CBuildInfo", cSettings: [.define("VIGIE_COMMIT", to: "\"\(commit)\"")]),
        .target(name: "CKernels", cSettings: kernels, linkerSettings: [.linkedLibrary("m")]),
        .target(
            name: "VigieCore",
            dependencies: ["CBuildInfo", "CKernels", "CXXHash", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: pure),
        .target(name: "VigieVideo", dependencies: ["VigieCore", "CKernels", "CFFmpeg"], swiftSettings: strict),
        .target(
            name: "VigieMotion", dependencies: ["VigieCore", "VigieVideo", "CKernels", "CFFmpeg"],
            swiftSettings: strict),
        .target(
            name: "VigieInference",
            dependencies: [
                "VigieCore", "CKernels", "COpenBLAS", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Import/Onnx/onnx.proto"],
            swiftSettings: strict),
        .target(name: "VigiePose", dependencies: ["VigieCore"], swiftSettings: pure),
        .target(
            name: "VigieDetection", dependencies: ["VigieCore", "VigieInference", "VigiePose", "CKernels"],
            swiftSettings: strict),
        .target(
            name: "VigieModels", path: "models", exclude: ["README.md", "tools"],
            resources: [.embedInCode("manifests")], swiftSettings: pure),
        .target(name: "VigieTracking", dependencies: ["VigieCore"], swiftSettings: pure),
        .target(
            name: "VigieRules", dependencies: ["VigieCore", "VigieTracking", "VigiePose", "Yams"],
            resources: [.embedInCode("Schema/vigie-site.schema.json")], swiftSettings: pure),
        .target(
            name: "VigieLog", dependencies: ["VigieCore"],
            resources: [.embedInCode("Schema/vigie-log.schema.json")], swiftSettings: pure),
        .target(name: "VigieEvaluation", dependencies: ["VigieCore", "VigieLog"], swiftSettings: pure),
        .target(
            name: "VigiePipeline",
            dependencies: [
                "VigieCore", "VigieVideo", "VigieMotion", "VigieInference", "VigieDetection", "VigieTracking",
                "VigiePose", "VigieRules", "VigieLog",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "vigie",
            dependencies: [
                "VigieCore", "VigieVideo", "VigieMotion", "VigieInference", "VigieDetection", "VigieModels",
                "VigieTracking", "VigiePose", "VigieRules", "VigieLog", "VigiePipeline", "VigieEvaluation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: ["VigieCore", "VigieInference", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
            path: "Tests/TestSupport", exclude: ["validate_log.py", "change_figures.py"], swiftSettings: strict),
        .target(name: "CKernelParity", dependencies: ["CKernels"], path: "Tests/CKernelParity", exclude: ["main.c"]),
        .testTarget(
            name: "CKernelsTests", dependencies: ["CKernels", "CKernelParity", "VigieCore"], swiftSettings: strict),
        .testTarget(name: "VigieCoreTests", dependencies: ["VigieCore"], swiftSettings: strict),
        .testTarget(
            name: "VigieVideoTests", dependencies: ["VigieVideo", "VigieCore", "CFFmpeg", "TestSupport"],
            exclude: ["Support/range_server.py"], swiftSettings: strict),
        .testTarget(
            name: "VigieMotionTests",
            dependencies: [
                "VigieMotion", "VigieVideo", "VigieCore", "CFFmpeg", "CKernels", "CAllocations", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "VigieInferenceTests",
            dependencies: ["VigieInference", "VigieCore", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
            swiftSettings: strict),
        .testTarget(
            name: "VigieDetectionTests",
            dependencies: [
                "VigieDetection", "VigieInference", "VigieModels", "VigiePose", "VigieCore", "CKernels",
                "CAllocations", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(name: "VigiePoseTests", dependencies: ["VigiePose", "VigieCore"], swiftSettings: strict),
        .testTarget(
            name: "VigieTrackingTests",
            dependencies: ["VigieTracking", "VigieCore", "CAllocations", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "VigieRulesTests",
            dependencies: ["VigieRules", "VigieTracking", "VigiePose", "VigieCore", "CAllocations", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "VigieLogTests", dependencies: ["VigieLog", "VigieCore", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "VigieEvaluationTests", dependencies: ["VigieEvaluation", "VigieCore", "VigieLog"],
            swiftSettings: strict),
        .target(name: "CAllocations", path: "Tests/CAllocations", cSettings: [.treatAllWarnings(as: .error)]),
        .testTarget(
            name: "VigiePipelineTests",
            dependencies: [
                "VigiePipeline", "VigieRules", "VigieTracking", "CFFmpeg", "CAllocations", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests", dependencies: ["vigie", "VigieCore", "VigieLog", "VigieRules", "TestSupport"],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)
