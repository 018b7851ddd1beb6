public import VigieCore

/// What made the log: the first line.
public struct RunRecord: Sendable, Hashable {
    /// The version of the log's schema that this program writes, and the newest that it reads.
    public static let currentSchema = 1

    /// The version of the log's schema.
    public let schema: Int
    /// The program that wrote the log.
    public var program: Program
    /// The table of compiled kernels that ran, such as `scalar` or `avx2`.
    public var kernels: String
    /// The executor of the network: `simd`, `scalar` or `blas`; nil where no detector ran.
    public var engine: String?
    /// What the executor chose by itself, such as the core that OpenBLAS took the CPU for; absent where there is nothing.
    public var engineDetail: String?
    /// The largest difference of a score, 0…1, that a replay may show; absent where replay is exact.
    public var tolerance: Double?
    /// The CPU's model as it names itself.
    public var cpu: String
    /// Version of each library that decodes or computes, by its name.
    public var libraries: [String: String]
    /// The detector; nil where none ran.
    public var model: Model?
    /// What finds keypoints of people; absent where nothing does.
    public var pose: Model?
    /// Everything that was set, defaults included.
    public let configuration: JSONValue
    /// SHA-256 of the canonical form of `configuration`.
    public let configurationDigest: Digest
    /// When the run started, RFC 3339, UTC: `2025-01-31T12:00:00Z`.
    public var started: String
    /// How many threads looked at frames, at least 1; it decides nothing.
    public var threads: Int
    /// What the log has besides to explain what was decided, such as `rejected`; absent where there is nothing.
    public var explains: [String]

    /// What was built, and how.
    public struct Program: Sendable, Hashable, Decodable {
        /// The program's name, such as `vigie`.
        public var name: String
        /// The program's version, such as `0.1.0`.
        public var version: String
        /// The source's commit, with `+` where it was changed since; `unknown` outside a checkout.
        public var commit: String
        /// `debug` or `release`.
        public var build: String
        /// The C compiler of the kernels.
        public var compiler: String

        /// Takes the values as they are; `Build` has those of this program.
        public init(name: String, version: String, commit: String, build: String, compiler: String) {
            self.name = name
            self.version = version
            self.commit = commit
            self.build = build
            self.compiler = compiler
        }
    }

    /// A model and the files that it is made of.
    public struct Model: Sendable, Hashable, Decodable {
        /// The model's name in its manifest.
        public var name: String
        /// SHA-256 of the manifest.
        public var manifest: Digest
        /// The files as the manifest lists them.
        public var files: [File]

        /// A file of weights or structure.
        public struct File: Sendable, Hashable, Decodable {
            /// Without its folder.
            public var name: String
            /// SHA-256 of the file's bytes.
            public var sha256: Digest

            /// A file by its name, without a folder, and its digest.
            public init(name: String, sha256: Digest) {
                self.name = name
                self.sha256 = sha256
            }
        }

        /// A model by its name, its manifest's digest and its files.
        public init(name: String, manifest: Digest, files: [File]) {
            self.name = name
            self.manifest = manifest
            self.files = files
        }
    }

    /// A record of the current schema; the digest of `configuration` is taken here.
    public init(
        program: Program, kernels: String, engine: String?, engineDetail: String? = nil, tolerance: Double? = nil,
        cpu: String, libraries: [String: String], model: Model?, pose: Model? = nil, configuration: JSONValue,
        started: String, threads: Int, explains: [String] = []
    ) {
        schema = Self.currentSchema
        self.program = program
        self.kernels = kernels
        self.engine = engine
        self.engineDetail = engineDetail
        self.tolerance = tolerance
        self.cpu = cpu
        self.libraries = libraries
        self.model = model
        self.pose = pose
        self.configuration = configuration
        configurationDigest = Digest(of: CanonicalJSON.bytes(of: configuration))
        self.started = started
        self.threads = threads
        self.explains = explains
    }
}

extension RunRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object; optional fields that are nil are absent.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("configuration", configuration)
            $0.member("configuration_digest", configurationDigest)
            $0.member("cpu", cpu)
            $0.member("engine", engine)
            if let engineDetail { $0.member("engine_detail", engineDetail) }
            if !explains.isEmpty { $0.member("explains", explains) }
            $0.member("kernels", kernels)
            $0.member("libraries", libraries)
            $0.member("model", model)
            if let pose { $0.member("pose", pose) }
            $0.member("program", program)
            $0.member("schema", schema)
            $0.member("started", started)
            $0.member("threads", threads)
            if let tolerance { $0.member("tolerance", tolerance) }
            $0.member("type", "run")
        }
    }
}

extension RunRecord.Program: CanonicalValue {
    /// Writes the program's five fields as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("build", build)
            $0.member("commit", commit)
            $0.member("compiler", compiler)
            $0.member("name", name)
            $0.member("version", version)
        }
    }
}

extension RunRecord.Model: CanonicalValue {
    /// Writes name, manifest and files as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("files", files)
            $0.member("manifest", manifest)
            $0.member("name", name)
        }
    }
}

extension RunRecord.Model.File: CanonicalValue {
    /// Writes name and digest as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("name", name)
            $0.member("sha256", sha256)
        }
    }
}

extension RunRecord: Decodable {
    private enum CodingKeys: String, CodingKey {
        case schema, program, kernels, engine, tolerance, cpu, libraries, model, pose, configuration, started,
            threads, explains
        case engineDetail = "engine_detail"
        case configurationDigest = "configuration_digest"
    }

    /// Refuses a schema that is newer than `currentSchema`.
    public init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        schema = try record.decode(Int.self, forKey: .schema)
        guard schema <= Self.currentSchema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: record,
                debugDescription: "is \(schema), newer than this program reads (\(Self.currentSchema)): use a newer one"
            )
        }
        program = try record.decode(Program.self, forKey: .program)
        kernels = try record.decode(String.self, forKey: .kernels)
        engine = try record.decodeIfPresent(String.self, forKey: .engine)
        engineDetail = try record.decodeIfPresent(String.self, forKey: .engineDetail)
        tolerance = try record.decodeIfPresent(Double.self, forKey: .tolerance)
        cpu = try record.decode(String.self, forKey: .cpu)
        libraries = try record.decode([String: String].self, forKey: .libraries)
        model = try record.decodeIfPresent(Model.self, forKey: .model)
        pose = try record.decodeIfPresent(Model.self, forKey: .pose)
        configuration = try record.decode(JSONValue.self, forKey: .configuration)
        configurationDigest = try record.decode(Digest.self, forKey: .configurationDigest)
        started = try record.decode(String.self, forKey: .started)
        threads = try record.decode(Int.self, forKey: .threads)
        explains = try record.decodeIfPresent([String].self, forKey: .explains) ?? []
    }
}
