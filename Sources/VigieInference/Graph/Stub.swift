extension Graph { package mutating func simplify(file: String) throws(ModelError) {} }
