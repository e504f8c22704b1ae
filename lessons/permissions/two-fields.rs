struct Station {
    name: String,
    readings: Vec<f64>,
}

fn main() {
    let mut station = Station {
        name: String::from("Tromsø"),
        readings: Vec::new(),
    };
    let name = &station.name;
    station.readings.push(-3.5);
    println!("{name}: {:?}", station.readings);
    station.name.push_str(" airport");
}
